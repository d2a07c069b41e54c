"""Where a refund stands, from where its parts stand. Under the payment's lock."""

from __future__ import annotations

from django.utils import timezone

from refunds.enums import AllocationStatus, RefundStatus
from refunds.models import Refund
from refunds.services.messages import tell_refunded


def conclude(refund: Refund) -> None:
    """Bring the refund to where its parts are, and save it. Tells the customer when it is done; a refund
    that was taken back stays so."""
    before = refund.status
    refund.status = _status(refund)
    over = not refund.is_at_gateway
    refund.settled_at = (refund.settled_at or timezone.now()) if over else None
    refund.save()
    if refund.status == RefundStatus.DONE != before:
        tell_refunded(refund)


def _status(refund: Refund) -> RefundStatus:
    if refund.status == RefundStatus.REVERSED:
        return RefundStatus.REVERSED
    statuses = set(refund.allocations.values_list("status", flat=True))
    if AllocationStatus.CREATED in statuses:
        return RefundStatus.PROCESSING
    if AllocationStatus.PENDING in statuses:
        return RefundStatus.PENDING_GATEWAY
    return RefundStatus.FAILED if AllocationStatus.FAILED in statuses else RefundStatus.DONE
