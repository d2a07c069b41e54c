"""Taking a refund back: the customer kept the goods after all."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.enums import RefundStatus, Target
from refunds.exceptions import RefundNotOpen
from refunds.limits import require_may_pay
from refunds.locks import lock_money, lock_refund
from refunds.models import Refund, RefundAllocation, RefundReversal
from refunds.services.messages import tell_reversed
from rewards.services import take_back_bonus, take_back_restored
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import note_refunded
from wallet_project.core.exceptions import InvalidState
from wallet_project.core.money import from_minor, smallest, to_minor, zero
from wallets.locks import lock_staff_member
from wallets.services import take_back_refund


def reverse_refund(*, refund_id: UUID, actor_id: int, reason: str) -> RefundReversal:
    """Take a refund back out of wallet and reward wallet, as far as it is still there; the rest, and what
    went to a card, is recorded as a shortfall. The customer is told, with `reason`.

    What was taken back can be refunded again later. What the order had earned stays taken back.
    `actor_id` needs a role that refunds, and must not be the customer. Raises `NotFound`,
    `RefundNotAllowed`, `RefundNotOpen` unless it is done, `InvalidState` without a reason. Safe to
    repeat: a refund is taken back once.
    """
    if not reason.strip():
        raise InvalidState(_("Say why: the customer reads it."))
    with transaction.atomic():
        lock_staff_member(actor_id)
        payment, refund = lock_refund(refund_id)
        require_may_pay(actor_id, customer_id=refund.customer_id)
        earlier = RefundReversal.objects.filter(refund=refund).first()
        if earlier is not None:
            return earlier
        if refund.status != RefundStatus.DONE:
            raise RefundNotOpen(refund.status)
        lock_money(payment)
        reversal = _take_back(payment, refund, actor_id, reason.strip()[:300])
        refund.status = RefundStatus.REVERSED
        refund.save()
        tell_reversed(refund, _exact(reversal.taken), reversal.reason)
        return reversal


def _take_back(payment: Payment, refund: Refund, actor_id: int, reason: str) -> RefundReversal:
    actor = f"user:{actor_id}"
    had, taken = zero(refund.currency), zero(refund.currency)
    undone: dict[UUID, Money] = {}
    for part in refund.allocations.select_related("tender"):
        had += part.paid + part.bonus_money
        taken += _take_part(refund, part, actor)
        undone[part.tender_id] = undone.get(part.tender_id, zero(part.currency)) - _exact(part.returned)
    bonus, bonus_entry_id = _take_bonus(refund, actor)
    if refund.bonus_lot_id is not None:
        had += refund.bonus_money
    note_refunded(payment=payment, parts=undone)
    return RefundReversal.objects.create(
        refund=refund,
        amount=had,
        taken=taken + bonus,
        shortfall=had - taken - bonus,
        reason=reason,
        actor_id=actor_id,
        bonus_entry_id=bonus_entry_id,
    )


def _take_part(refund: Refund, part: RefundAllocation, actor: str) -> Money:
    """Take back one part; what the customer still has of it stays refunded."""
    reference, key = refund.payment.order_reference, str(part.pk)
    taken, entry_id = zero(part.currency), None
    if part.target == Target.WALLET and part.paid.amount:
        taken, entry_id = take_back_refund(
            customer_id=refund.customer_id,
            amount=part.paid,
            bonus=part.bonus_money,
            key=key,
            reference=reference,
            actor=actor,
        )
    elif part.target == Target.LOTS and part.paid.amount:
        assert part.tender.reward_hold_id is not None
        taken, entry_id = take_back_restored(
            hold_id=part.tender.reward_hold_id, amount=part.paid, key=key, reference=reference, actor=actor
        )
    kept = part.paid - smallest(taken, part.paid)
    part.returned = part.gross - kept
    part.undone_entry_id = entry_id
    part.save()
    return taken


def _take_bonus(refund: Refund, actor: str) -> tuple[Money, int | None]:
    if refund.bonus_lot_id is None:
        return zero(refund.currency), None
    return take_back_bonus(
        lot_id=refund.bonus_lot_id,
        amount=refund.bonus_money,
        key=str(refund.pk),
        reference=refund.payment.order_reference,
        actor=actor,
    )


def _exact(amount: Money) -> Money:
    return from_minor(to_minor(amount), str(amount.currency))
