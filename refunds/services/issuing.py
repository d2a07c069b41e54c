"""Moving the money of an approved refund, under the payment's lock."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.allocation import Part, RefundPlan, plan_refund
from refunds.automation.taking_back import take_credits_back
from refunds.enums import AllocationStatus, Destination, RefundStatus, Target, TenderOrder
from refunds.exceptions import PaymentDisputed, RefundNotOpen
from refunds.locks import lock_money, lock_refund
from refunds.models import Refund, RefundAllocation
from refunds.queries import is_disputed, tenders_of
from refunds.services.conclusions import conclude
from refunds.services.quotes import bonus_expires_at
from refunds.services.return_states import note_refunded_return
from refunds.services.settlement import settle_refund
from rewards.services import clawback_accruals, credit_refund_bonus, restore_rewards
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.services import note_refunded
from wallet_project.core.money import zero
from wallets.services import credit_refund


def issue_refund(*, refund_id: UUID, now: datetime | None = None) -> Refund:
    """Give back what an approved refund is for: reward money to its lots, wallet money to the wallet, the
    card's part where it was asked for; take back in proportion what the order had earned.

    The gateway's part is committed first, with its key, and sent afterwards. Raises `NotFound`,
    `RefundNotOpen` before it is approved, `PaymentDisputed`, `RefundExceedsCaptured`; then nothing has
    moved and it stays approved. Safe to repeat, also at once from several places. Must not be called
    in a transaction if a part goes to a card.
    """
    refund = move_refund(refund_id, now or timezone.now())
    return settle_refund(refund_id=refund_id) if refund.is_at_gateway else refund


def move_refund(refund_id: UUID, now: datetime) -> Refund:
    """All of an approved refund but the gateway's part, which is left to be sent. Leaves one that was
    issued as it is. Raises as `issue_refund`."""
    with transaction.atomic():
        payment, refund = lock_refund(refund_id)
        if refund.status == RefundStatus.REQUESTED:
            raise RefundNotOpen(refund.status)
        if refund.status != RefundStatus.APPROVED:
            return refund
        if is_disputed(payment):
            raise PaymentDisputed
        plan = _plan(payment, refund)
        lock_money(payment)
        _give_bonus(refund, plan, now)
        parts = [_issue(refund, payment, part, plan) for part in plan.parts]
        payment = note_refunded(payment=payment, parts=_by_tender(parts))
        clawback_accruals(
            reference=payment.order_reference,
            refunded=payment.refunded_money,
            total=payment.captured_money,
            customer_id=payment.customer_id,
        )
        refund.issued_at = now
        conclude(refund)
        take_credits_back(refund, payment)
        note_refunded_return(refund, now=now)
        return refund


def _plan(payment: Payment, refund: Refund) -> RefundPlan:
    return plan_refund(
        amount=refund.money,
        tenders=tenders_of(payment),
        order=TenderOrder(refund.tender_order),
        destination=Destination(refund.destination),
        fee=refund.fee_money,
        bonus_percent=Decimal(refund.policy.bonus_percent) if refund.policy else Decimal(0),
    )


def _by_tender(parts: list[RefundAllocation]) -> dict[UUID, Money]:
    sums: dict[UUID, Money] = {}
    for part in parts:
        sums[part.tender_id] = sums.get(part.tender_id, zero(part.currency)) + part.gross
    return sums


def _give_bonus(refund: Refund, plan: RefundPlan, now: datetime) -> None:
    """What store credit gets on top, as far as it is reward money; wallet money comes with its part."""
    refund.bonus = plan.bonus
    expires_at = bonus_expires_at(refund.policy, now=now) if refund.policy else None
    if plan.bonus.amount and expires_at is not None:
        refund.bonus_lot = credit_refund_bonus(
            customer_id=refund.customer_id,
            amount=plan.bonus,
            expires_at=expires_at,
            key=str(refund.pk),
            reference=refund.payment.order_reference,
            note=_in_customers_words(refund, "bonus"),
        )


def _issue(refund: Refund, payment: Payment, part: Part, plan: RefundPlan) -> RefundAllocation:
    tender = payment.part(part.kind)
    assert tender is not None
    nothing = zero(payment.currency)
    in_wallet = part.kind == TenderKind.CARD and not refund.bonus_lot_id
    allocation = RefundAllocation(
        refund=refund,
        tender=tender,
        target=part.target,
        amount=part.amount,
        fee=part.fee,
        bonus=plan.bonus if in_wallet and part.target == Target.WALLET else nothing,
        returned=nothing,
        status=AllocationStatus.DONE,
    )
    if part.target == Target.ORIGINAL:
        allocation.status = AllocationStatus.CREATED
        allocation.gateway_key = f"refund-{uuid4()}"
    elif part.paid.amount:
        allocation.entry_id = _post(allocation, tender)
    allocation.save(force_insert=True)
    return allocation


def _post(allocation: RefundAllocation, tender: Tender) -> int:
    refund = allocation.refund
    if allocation.target == Target.LOTS:
        assert tender.reward_hold_id is not None
        return restore_rewards(hold_id=tender.reward_hold_id, amount=allocation.paid, key=str(allocation.pk))
    return credit_refund(
        customer_id=refund.customer_id,
        amount=allocation.paid,
        bonus=allocation.bonus_money,
        key=str(allocation.pk),
        reference=refund.payment.order_reference,
        description=_in_customers_words(refund, tender.kind),
    ).entry_id


def _in_customers_words(refund: Refund, what: str) -> str:
    """What a movement was, in the customer's language: staff may speak another."""
    with translation.override(refund.customer.locale or None):
        words = {
            TenderKind.WALLET: _("What your wallet had paid"),
            TenderKind.CARD: _("What your card or bank had paid"),
            "bonus": _("Bonus for taking store credit"),
        }
        return words[what]
