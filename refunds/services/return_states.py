"""The one way from state to state of a return: the state, its event and the customer's message together.
Under the payment's lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from refunds.enums import RETURN_FOLLOWING, ReturnState
from refunds.exceptions import ReturnNotOpen
from refunds.models import Refund, ReturnEvent, ReturnRequest
from refunds.services.return_messages import tell_of_return


@dataclass(frozen=True, slots=True)
class Step:
    """Into which state, by whom (None: the store's own system), when, and with which words: `note` to the
    customer, `staff_note` to nobody but staff."""

    to: ReturnState
    actor_id: int | None
    now: datetime
    note: str = ""
    staff_note: str = ""


def take_step(found: ReturnRequest, step: Step, *, tell: bool = True) -> ReturnRequest:
    """Bring the return there and tell its customer. Raises `ReturnNotOpen` where that can't follow."""
    if step.to not in RETURN_FOLLOWING[found.state]:
        raise ReturnNotOpen(found.state, found.get_state_display())
    found.state = step.to
    found.moved_at = step.now
    found.save()
    event = note_event(found, step)
    if tell:
        tell_of_return(found, event)
    return found


def note_event(found: ReturnRequest, step: Step) -> ReturnEvent:
    """Write into the history that the return is in this state."""
    return ReturnEvent.objects.create(
        return_request=found,
        state=step.to,
        at=step.now,
        actor_id=step.actor_id,
        note=step.note.strip()[:500],
        staff_note=step.staff_note.strip()[:500],
    )


def note_refunded_return(refund: Refund, *, now: datetime) -> None:
    """The money of a refund has just moved: the return that it is for is refunded, in the same
    transaction. The refund's own letter says where the money went, once it is there."""
    if refund.return_request_id is None:
        return
    found = ReturnRequest.objects.select_related("customer").get(pk=refund.return_request_id)
    step = Step(ReturnState.REFUNDED, refund.requester_id, now)
    take_step(found, step, tell=refund.is_at_gateway)
