"""What staff do with a return, each step a service of its own: decide, send a label, take in, look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from refunds.enums import ReturnState
from refunds.exceptions import LineReturnedAlready
from refunds.limits import require_may_handle
from refunds.locks import lock_return
from refunds.models import ReturnLine, ReturnRequest
from refunds.queries_returns import taken_of_lines
from refunds.services.return_checks import require_not_being_refunded
from refunds.services.return_states import Step, take_step
from wallet_project.core.exceptions import InvalidState


def approve_return(
    *, return_id: UUID, actor_id: int, now: datetime, note: str = "", staff_note: str = ""
) -> ReturnRequest:
    """The customer may send the goods back. Like all steps here: needs `refunds.handle_return`, never of
    who returns; raises `NotFound`, `RefundNotAllowed`, `ReturnNotOpen`; tells the customer, `note`
    included; safe to repeat."""
    step = Step(ReturnState.APPROVED, actor_id, now, note, staff_note)
    with transaction.atomic():
        found = _locked(return_id, actor_id)
        return found if found.state == step.to else take_step(found, step)


def send_label(
    *, return_id: UUID, actor_id: int, tracking: str, now: datetime, note: str = "", staff_note: str = ""
) -> ReturnRequest:
    """The customer has what the parcel needs: `tracking` is a number, a few words or an address, in plain
    text. Another one afterwards takes its place."""
    tracking = " ".join(tracking.split())
    if not tracking:
        raise InvalidState(_("Write the label's number or its address."))
    step = Step(ReturnState.LABEL_SENT, actor_id, now, note, staff_note)
    with transaction.atomic():
        found = _locked(return_id, actor_id)
        if found.state == step.to and found.tracking == tracking[:300]:
            return found
        found.tracking = tracking[:300]
        return take_step(found, step)


def receive_return(
    *, return_id: UUID, actor_id: int, now: datetime, note: str = "", staff_note: str = ""
) -> ReturnRequest:
    """The parcel is here; nobody has opened it yet."""
    step = Step(ReturnState.RECEIVED, actor_id, now, note, staff_note)
    with transaction.atomic():
        found = _locked(return_id, actor_id)
        return found if found.state == step.to else take_step(found, step)


def inspect_return(
    *,
    return_id: UUID,
    actor_id: int,
    accepted: Mapping[str, int],
    now: datetime,
    note: str = "",
    staff_note: str = "",
) -> ReturnRequest:
    """Somebody has looked at the goods: by reference of each line, how many of it are refunded. May be put
    right until the refund is asked for.

    Raises `LineReturnedAlready` for more than came, `InvalidState` for a line that nothing is said of,
    or for fewer without words to the customer; `ReturnBeingRefunded`.
    """
    step = Step(ReturnState.INSPECTED, actor_id, now, note, staff_note)
    with transaction.atomic():
        found = _locked(return_id, actor_id)
        lines = list(found.lines.all())
        if found.state == step.to and all(line.accepted == accepted.get(line.reference) for line in lines):
            return found
        require_not_being_refunded(found)
        _accept(found, lines, accepted, has_words=bool(note.strip()))
        return take_step(found, step)


def _accept(
    found: ReturnRequest, lines: list[ReturnLine], accepted: Mapping[str, int], *, has_words: bool
) -> None:
    if {line.reference for line in lines} != set(accepted):
        raise InvalidState(_("Say of each line how many are accepted."))
    taken = taken_of_lines(found.payment, besides=found.pk)
    for line in lines:
        number = accepted[line.reference]
        elsewhere = taken[line.reference][0] if line.reference in taken else 0
        # What was not accepted at first may be in another return by now.
        most = min(line.quantity, line.bought - elsewhere)
        if number < 0 or number > most:
            raise LineReturnedAlready(line.description, most)
        if number < line.quantity and not has_words:
            raise InvalidState(_("Say why not all of it is accepted: the customer reads it."))
        line.accepted = number
        line.save()


def reject_return(
    *, return_id: UUID, actor_id: int, reason: str, now: datetime, staff_note: str = ""
) -> ReturnRequest:
    """Refuse a return that is open, in words that the customer reads; what it held is free again. Raises
    `InvalidState` without words, `ReturnBeingRefunded`."""
    if not reason.strip():
        raise InvalidState(_("Say why: the customer reads it."))
    step = Step(ReturnState.REJECTED, actor_id, now, reason, staff_note)
    with transaction.atomic():
        found = _locked(return_id, actor_id)
        if found.state == step.to:
            return found
        require_not_being_refunded(found)
        return take_step(found, step)


def _locked(return_id: UUID, actor_id: int) -> ReturnRequest:
    _payment, found = lock_return(return_id)
    require_may_handle(actor_id, customer_id=found.customer_id)
    return found
