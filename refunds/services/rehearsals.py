"""What a refund, or taking one back, would do: done in a transaction that is rolled back.

So the preview is what the services do, to the last cent and lot, and nothing of it stays. The locks are
held for that moment; the gateway is asked nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from djmoney.money import Money

from refunds.enums import REFUND_ISSUED, RefundStatus
from refunds.exceptions import RefundNotOpen
from refunds.locks import lock_money, lock_refund
from refunds.models import Refund, RefundAllocation, TakenCredit
from refunds.queries import left_to_refund
from refunds.services.issuing import move_refund
from refunds.services.requests import RefundRequest, create_refund
from refunds.services.reversals import reverse_refund
from rewards.models import Accrual, LotConsumption
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.models import Payment
from wallet_project.core.money import from_minor
from wallets.models import Wallet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Restored:
    """What goes back to one lot of reward money; `had_expired`: it lives on until `expires_at`."""

    amount: Money
    expires_at: datetime | None
    had_expired: bool


@dataclass(frozen=True, slots=True)
class ClawedBack:
    """What the order had earned and loses again."""

    activity: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A refund as it would be. `refund` and `parts` are not saved. `left` is what could still be refunded
    of the payment afterwards."""

    refund: Refund
    parts: Sequence[RefundAllocation]
    needs_second_person: bool
    wallet_before: Money
    wallet_after: Money
    restored: Sequence[Restored]
    clawed_back: Sequence[ClawedBack]
    taken_credits: Sequence[TakenCredit]
    bonus_expires_at: datetime | None
    left: Money


@dataclass(frozen=True, slots=True)
class ReversalRehearsal:
    """What of a refund could be taken back now, and what could not."""

    amount: Money
    taken: Money
    shortfall: Money
    parts: Sequence[RefundAllocation]
    wallet_before: Money
    wallet_after: Money


def rehearse_refund(*, request: RefundRequest, now: datetime) -> Rehearsal:
    """What `request_refund` with these arguments would do, as if it were approved. Raises as it does.
    Changes nothing."""
    fresh = replace(request, key=f"rehearsal:{uuid4()}")
    return _undone(lambda: _rehearse(fresh, now))


def rehearse_waiting(*, refund_id: UUID, now: datetime) -> Rehearsal:
    """What a refund that waits, or is approved, would do if it were issued now. Raises `NotFound`,
    `RefundNotOpen` for any other, and as `issue_refund`. Changes nothing."""

    def issue() -> Rehearsal:
        _payment, refund = lock_refund(refund_id)
        if not refund.is_waiting:
            raise RefundNotOpen(refund.status)
        return _issued(refund, now)

    return _undone(issue)


def rehearse_reversal(*, refund_id: UUID, actor_id: int) -> ReversalRehearsal:
    """What `reverse_refund` would take back now. Raises as it does. Changes nothing."""

    def take_back() -> ReversalRehearsal:
        payment, _refund = lock_refund(refund_id)
        lock_money(payment)
        before = _available(payment)
        done = reverse_refund(refund_id=refund_id, actor_id=actor_id, reason="–")
        return ReversalRehearsal(
            amount=done.amount,
            taken=done.taken,
            shortfall=done.shortfall,
            parts=list(done.refund.allocations.select_related("tender").order_by("id")),
            wallet_before=before,
            wallet_after=_available(payment),
        )

    return _undone(take_back)


def _undone(act: Callable[[], T]) -> T:
    with transaction.atomic():
        answer = act()
        transaction.set_rollback(True)
    return answer


def _rehearse(request: RefundRequest, now: datetime) -> Rehearsal:
    return _issued(create_refund(request, now), now)


def _issued(refund: Refund, now: datetime) -> Rehearsal:
    waits = refund.status == RefundStatus.REQUESTED
    Refund.objects.filter(pk=refund.pk).update(status=RefundStatus.APPROVED)
    payment = refund.payment
    wallet, uses, earned = _available(payment), _uses(payment), _earned(payment)
    done = move_refund(refund.pk, now)
    assert done.status in REFUND_ISSUED
    return Rehearsal(
        refund=done,
        parts=list(done.allocations.select_related("tender").order_by("id")),
        needs_second_person=waits,
        wallet_before=wallet,
        wallet_after=_available(payment),
        restored=_restored(payment, uses, now),
        clawed_back=_clawed_back(payment, earned),
        taken_credits=list(done.taken_credits.select_related("issue__rule")),
        bonus_expires_at=done.bonus_lot.expires_at if done.bonus_lot else None,
        left=left_to_refund(Payment.objects.get(pk=payment.pk)),
    )


def _available(payment: Payment) -> Money:
    wallets = Wallet.objects.select_related("available_account", "held_account")
    wallet = wallets.filter(customer_id=payment.customer_id, currency=payment.currency).first()
    return wallet.available if wallet else from_minor(0, payment.currency)


def _uses(payment: Payment) -> dict[int, LotConsumption]:
    tender = payment.part(TenderKind.REWARD)
    if tender is None or tender.reward_hold_id is None:
        return {}
    uses = LotConsumption.objects.filter(hold_id=tender.reward_hold_id).select_related("lot")
    return {use.pk: use for use in uses}


def _restored(payment: Payment, before: dict[int, LotConsumption], now: datetime) -> list[Restored]:
    return [
        Restored(
            amount=from_minor(use.returned - before[pk].returned, payment.currency),
            expires_at=use.lot.expires_at,
            had_expired=_had_expired(before[pk].lot.expires_at, now),
        )
        for pk, use in _uses(payment).items()
        if use.returned != before[pk].returned
    ]


def _had_expired(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is not None and expires_at <= now


def _earned(payment: Payment) -> dict[UUID, Accrual]:
    accruals = Accrual.objects.filter(reference=payment.order_reference).select_related("wallet")
    return {accrual.pk: accrual for accrual in accruals}


def _clawed_back(payment: Payment, before: dict[UUID, Accrual]) -> list[ClawedBack]:
    return [
        ClawedBack(
            activity=accrual.get_activity_display(),
            amount=from_minor(accrual.clawed_back - before[pk].clawed_back, accrual.wallet.currency),
        )
        for pk, accrual in _earned(payment).items()
        if pk in before and accrual.clawed_back != before[pk].clawed_back
    ]
