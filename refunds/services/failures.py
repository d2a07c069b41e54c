"""Refunds that the bank did not take: they go to the wallet instead, or are tried again."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction

from refunds.enums import AllocationStatus, RefundStatus, Target
from refunds.exceptions import PaymentDisputed, RefundNotOpen
from refunds.limits import require_may_pay
from refunds.locks import lock_money, lock_refund
from refunds.models import Refund, RefundAllocation, RefundAttempt
from refunds.queries import is_disputed, tenders_of
from refunds.services.conclusions import conclude
from refunds.services.settlement import settle_refund
from wallet_project.checkout.models import Payment
from wallet_project.core.money import zero
from wallets.locks import lock_staff_member
from wallets.services import credit_refund


def pay_failed_refund_to_wallet(*, refund_id: UUID, actor_id: int) -> Refund:
    """Pay into the customer's wallet what the gateway did not take of a refund, and tell them.

    No bonus comes with it. `actor_id` needs a role that refunds, and must not be the customer. Raises
    `NotFound`, `RefundNotAllowed`, `RefundNotOpen` unless it has failed, `PaymentDisputed` while the bank
    takes the payment back or where it has done so: then the customer has the money. Safe to repeat.
    """
    with transaction.atomic():
        lock_staff_member(actor_id)
        payment, refund = lock_refund(refund_id)
        require_may_pay(actor_id, customer_id=refund.customer_id)
        if refund.status == RefundStatus.DONE and _was_paid(refund):
            return refund
        _require_owed(payment, refund)
        lock_money(payment)
        for part in _failed(refund):
            _pay(refund, part, actor_id)
        conclude(refund)
        return refund


def retry_failed_refund(*, refund_id: UUID, actor_id: int) -> Refund:
    """Ask the gateway again for what it did not take of a refund, with a new key, which is stored first.

    What was tried before is kept with its key, and never counts again. Raises as
    `pay_failed_refund_to_wallet`. Safe to repeat while the new attempt is under way. Must not be called
    in a transaction.
    """
    with transaction.atomic():
        lock_staff_member(actor_id)
        payment, refund = lock_refund(refund_id)
        require_may_pay(actor_id, customer_id=refund.customer_id)
        if refund.is_at_gateway and refund.allocations.filter(attempt__gt=1).exists():
            return refund
        _require_owed(payment, refund)
        for part in _failed(refund):
            _begin_again(part, actor_id)
        refund.failure = ""
        conclude(refund)
    return settle_refund(refund_id=refund_id)


def _failed(refund: Refund) -> list[RefundAllocation]:
    return list(refund.allocations.filter(status=AllocationStatus.FAILED))


def _require_owed(payment: Payment, refund: Refund) -> None:
    """Raise unless the customer still has to get what failed."""
    if refund.status != RefundStatus.FAILED:
        raise RefundNotOpen(refund.status)
    if is_disputed(payment):
        raise PaymentDisputed
    if any(tender.left.amount < 0 for tender in tenders_of(payment)):
        raise PaymentDisputed(lost=True)


def _begin_again(part: RefundAllocation, actor_id: int) -> None:
    RefundAttempt.objects.create(
        allocation=part,
        number=part.attempt,
        gateway_key=part.gateway_key,
        gateway_refund=part.gateway_refund,
        failure=part.failure,
        entry_id=part.entry_id,
        undone_entry_id=part.undone_entry_id,
        asked_at=part.asked_at,
        retried_by_id=actor_id,
    )
    part.attempt += 1
    part.gateway_key = f"refund-{uuid4()}"
    part.gateway_refund = part.failure = ""
    part.entry_id = part.undone_entry_id = None
    part.asked_at = part.checked_at = None
    part.status = AllocationStatus.CREATED
    part.save()


def _was_paid(refund: Refund) -> bool:
    """Whether what failed at the bank has been paid to the wallet already."""
    return refund.allocations.exclude(gateway_key="").filter(target=Target.WALLET).exists()


def _pay(refund: Refund, part: RefundAllocation, actor_id: int) -> None:
    posted = credit_refund(
        customer_id=refund.customer_id,
        amount=part.paid,
        bonus=zero(part.currency),
        key=f"{part.pk}:after_failure",
        reference=refund.payment.order_reference,
        actor=f"user:{actor_id}",
    )
    part.target = Target.WALLET
    part.status = AllocationStatus.DONE
    part.entry_id = posted.entry_id
    part.save()
