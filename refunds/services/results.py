"""What the gateway said of a refund, written down: all of it in one transaction each."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from refunds.enums import AllocationStatus, RefundStatus, Target
from refunds.locks import lock_refund
from refunds.models import Refund, RefundAllocation
from refunds.services.conclusions import conclude
from refunds.services.messages import tell_failed
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import note_refunded
from wallets.gateways.base import PaymentState, RefundResult
from wallets.services import book_card_refund, unbook_card_refund

CAME_BACK = (PaymentState.FAILED, PaymentState.CANCELED)


def apply_result(*, allocation_id: UUID, gateway_key: str, result: RefundResult) -> None:
    """Bring a part of a refund to what the gateway says of the attempt with this key. Safe to repeat, in
    any order: what has failed stays failed, whatever was read earlier and comes later, and what is
    said of an earlier attempt changes nothing."""
    with transaction.atomic():
        payment, refund, part = _lock(allocation_id)
        if _is_over(part, gateway_key) or part.status == AllocationStatus.FAILED:
            return
        part.gateway_refund = result.refund
        part.checked_at = timezone.now()
        if result.state in CAME_BACK:
            _fail(payment, refund, part, result.failure)
        elif result.state == PaymentState.SUCCEEDED:
            _arrive(refund, part)
        elif part.status == AllocationStatus.CREATED:
            part.status = AllocationStatus.PENDING
        part.save()
        conclude(refund)


def apply_refusal(*, allocation_id: UUID, gateway_key: str, reason: str) -> None:
    """The gateway refused to begin the attempt with this key, and nothing came of it. Safe to repeat."""
    with transaction.atomic():
        payment, refund, part = _lock(allocation_id)
        if _is_over(part, gateway_key) or not part.is_open or part.gateway_refund:
            return
        part.checked_at = timezone.now()
        _fail(payment, refund, part, reason)
        part.save()
        conclude(refund)


def _lock(allocation_id: UUID) -> tuple[Payment, Refund, RefundAllocation]:
    refund_id = RefundAllocation.objects.values_list("refund_id", flat=True).get(pk=allocation_id)
    payment, refund = lock_refund(refund_id)
    return payment, refund, RefundAllocation.objects.get(pk=allocation_id)


def _is_over(part: RefundAllocation, gateway_key: str) -> bool:
    """Whether the gateway's word on this attempt does not count any more: it went another way since."""
    return part.target != Target.ORIGINAL or part.gateway_key != gateway_key


def _arrive(refund: Refund, part: RefundAllocation) -> None:
    if part.status == AllocationStatus.DONE:
        return
    part.entry_id = book_card_refund(
        amount=part.paid, key=part.attempt_key, reference=refund.payment.order_reference
    )
    part.status = AllocationStatus.DONE


def _fail(payment: Payment, refund: Refund, part: RefundAllocation, reason: str) -> None:
    """The money is the store's again, and owed to the customer: staff decide how it is paid."""
    if part.entry_id is not None:
        part.undone_entry_id = unbook_card_refund(entry_id=part.entry_id, key=part.attempt_key)
    part.status = AllocationStatus.FAILED
    part.failure = (reason or _("The bank did not accept the refund."))[:300]
    refund.failure = part.failure
    if refund.status == RefundStatus.REVERSED:
        # The customer has kept the goods, so nothing is owed: what came back pays for them again.
        rest = part.gross - part.returned
        note_refunded(payment=payment, parts={part.tender_id: -rest})
        part.returned = part.gross
        return
    tell_failed(refund, part)
