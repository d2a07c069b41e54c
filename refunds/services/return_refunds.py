"""The money of a return: what it would be, and giving it back, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from refunds.enums import REFUND_REFUSED, Destination, RefundReason, RefundStatus, ReturnState
from refunds.exceptions import ReturnBeingRefunded, ReturnNotOpen
from refunds.limits import require_may_pay
from refunds.models import Refund, ReturnRequest
from refunds.queries_returns import live_refund_of, policy_of_return
from refunds.services.issuing import issue_refund
from refunds.services.lines import LineWanted, resolve
from refunds.services.quotes import Outcome, fees_for, order_of, outcome_of
from refunds.services.requests import request_refund
from refunds.services.return_checks import accepted_lines
from wallet_project.checkout.locks import load_tenders
from wallet_project.core.exceptions import IdempotencyConflict, InvalidState, NotFound, WalletProjectError


def quote_return(found: ReturnRequest, *, now: datetime, waive_fees: bool = False) -> Outcome | None:
    """What an open return would give its customer as it stands now; None if nothing, or no more than it
    costs. Changes nothing."""
    if not found.is_open:
        return None
    payment, policy = load_tenders(found.payment), policy_of_return(found)
    try:
        wanted = resolve(payment, amount=None, lines=_lines(found), return_id=found.pk)
        destination = Destination(found.destination)
        fees = fees_for(policy, wanted, RefundReason(found.reason), destination, waive_fees)
        order = order_of(payment, policy)
        return outcome_of(payment, policy, wanted, order, destination, fees, now=now)
    except WalletProjectError:
        return None


def _lines(found: ReturnRequest) -> list[LineWanted]:
    """What is accepted, or all of it before somebody has looked."""
    if found.state == ReturnState.INSPECTED:
        return accepted_lines(found)
    return [LineWanted(line.reference, line.quantity, line.money) for line in found.lines.all()]


def refund_return(
    *, return_id: UUID, actor_id: int, now: datetime, waive_fees: bool = False, note: str = ""
) -> Refund:
    """Give back what was accepted of an inspected return, where its customer wanted it, under the policy
    of its order. It becomes refunded in the transaction in which the money moves.

    Needs a role that refunds; above its limit the refund waits for a second person. Raises `NotFound`,
    `RefundNotAllowed`, `ReturnNotOpen`, `ReturnBeingRefunded` where somebody else was first,
    `InvalidState` if nothing was accepted, and as `request_refund`; then nothing has moved. Safe to
    repeat, also at once from several places: a return is refunded once. Must not be called in a
    transaction.
    """
    found = ReturnRequest.objects.select_related("payment").filter(pk=return_id).first()
    if found is None:
        raise NotFound(_("return"))
    require_may_pay(actor_id, customer_id=found.customer_id)
    live = live_refund_of(found)
    if live is not None:
        return _resumed(live, actor_id)
    lines = _require_accepted(found)
    try:
        return request_refund(
            payment_id=found.payment_id,
            reason=RefundReason(found.reason),
            destination=Destination(found.destination),
            key=_key(found),
            requester_id=actor_id,
            lines=lines,
            waive_fees=waive_fees,
            note=note,
            return_id=found.pk,
            now=now,
        )
    except IdempotencyConflict as error:
        raise ReturnBeingRefunded from error


def _resumed(live: Refund, actor_id: int) -> Refund:
    """The refund that is there already, for who asked for it."""
    if live.requester_id != actor_id:
        raise ReturnBeingRefunded
    return issue_refund(refund_id=live.pk) if live.status == RefundStatus.APPROVED else live


def _require_accepted(found: ReturnRequest) -> list[LineWanted]:
    if found.state != ReturnState.INSPECTED:
        raise ReturnNotOpen(found.state, found.get_state_display())
    lines = accepted_lines(found)
    if not lines:
        raise InvalidState(_("Nothing of it was accepted: reject it, in words for the customer."))
    return lines


def _key(found: ReturnRequest) -> str:
    """The return itself; after a refund of it that was refused, the next."""
    refused = found.refunds.filter(status__in=REFUND_REFUSED).count()
    return f"return:{found.pk}:{refused}"
