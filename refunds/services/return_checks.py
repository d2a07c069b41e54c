"""What must be true before a customer returns something, and before a return is refunded. Under the
payment's lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from refunds.enums import Destination, RefundReason, ReturnState
from refunds.exceptions import RefundNotOffered, ReturnBeingRefunded, ReturnNotOpen
from refunds.models import ReturnRequest, StoreCreditPolicy
from refunds.queries_returns import live_refund_of
from refunds.services.lines import LineWanted
from refunds.windows import window_of
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import NotFound


def require_offered(
    payment: Payment,
    policy: StoreCreditPolicy,
    *,
    reason: RefundReason,
    destination: Destination,
    now: datetime,
) -> None:
    """Raise `RefundNotOffered` for what the policy offers no customer: the reason, the time, the card."""
    if reason not in policy.reasons:
        raise RefundNotOffered(_("The store takes nothing back for this reason."))
    if window_of(payment, policy).is_over(now):
        message = _("The %(days)d days in which this order could be returned are over.")
        raise RefundNotOffered(message % {"days": policy.window_days}, days=policy.window_days)
    if destination == Destination.ORIGINAL and not policy.card_allowed:
        raise RefundNotOffered(_("The store refunds returns to the wallet."))


def require_inspected(return_id: UUID, payment: Payment, lines: Sequence[LineWanted]) -> ReturnRequest:
    """The return of this payment whose accepted goods are exactly `lines`; raises `ReturnNotOpen` for
    one that stands elsewhere, or was inspected again meanwhile, `NotFound` for another payment's."""
    found = ReturnRequest.objects.select_related("policy").filter(pk=return_id, payment=payment).first()
    if found is None:
        raise NotFound(_("return"))
    if found.state != ReturnState.INSPECTED or list(lines) != accepted_lines(found):
        raise ReturnNotOpen(found.state, found.get_state_display())
    return found


def accepted_lines(found: ReturnRequest) -> list[LineWanted]:
    """What of a return is refunded, at what it cost."""
    return [
        LineWanted(line.reference, line.accepted, line.accepted_money)
        for line in found.lines.all()
        if line.accepted
    ]


def require_not_being_refunded(found: ReturnRequest) -> None:
    """Raise `ReturnBeingRefunded` while a refund of it waits or moves."""
    if live_refund_of(found) is not None:
        raise ReturnBeingRefunded
