"""Refunds that the bank did not take: what is owed goes to the wallet instead."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from refunds.enums import AllocationStatus, RefundStatus, Target
from refunds.exceptions import PaymentDisputed, RefundNotOpen
from refunds.limits import require_may_pay
from refunds.locks import lock_money, lock_refund
from refunds.models import Refund, RefundAllocation
from refunds.queries import is_disputed, tenders_of
from refunds.services.conclusions import conclude
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
        failed = list(refund.allocations.filter(status=AllocationStatus.FAILED))
        if refund.status == RefundStatus.DONE and _was_paid(refund):
            return refund
        if refund.status != RefundStatus.FAILED:
            raise RefundNotOpen(refund.status)
        if is_disputed(payment):
            raise PaymentDisputed
        if any(tender.left.amount < 0 for tender in tenders_of(payment)):
            raise PaymentDisputed(lost=True)
        lock_money(payment)
        for part in failed:
            _pay(refund, part, actor_id)
        conclude(refund)
        return refund


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
