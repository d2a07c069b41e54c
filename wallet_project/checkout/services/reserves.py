"""Tenders of money that the store already has: reserved, captured, released. One branch per kind."""

from __future__ import annotations

from uuid import UUID

from djmoney.money import Money

from rewards.locks import lock_reward_wallet
from rewards.services import capture_reward_hold, place_reward_hold, void_reward_hold
from wallet_project.checkout.enums import TenderKind, TenderStatus
from wallet_project.checkout.locks import Payer
from wallet_project.checkout.models import Payment, Tender
from wallets.enums import HoldStatus
from wallets.locks import lock_wallet
from wallets.services import capture_hold, pay_at_once, place_hold, void_hold


def lock_funds(payment: Payment) -> None:
    """Lock what the payment's tenders are held on before the first of them moves: the wallet, then
    rewards, in the order in which everybody locks them. Tenders pay in another order."""
    tenders = payment.tenders.all()
    for wallet_id in {tender.hold.wallet_id for tender in tenders if tender.hold is not None}:
        lock_wallet(wallet_id)
    for rewards_id in {tender.reward_hold.wallet_id for tender in tenders if tender.reward_hold is not None}:
        lock_reward_wallet(rewards_id)


def reserve(tender: Tender, *, wallet_id: UUID, rewards_id: UUID | None) -> None:
    """Place what the tender needs. Raises as `place_hold` and `place_reward_hold` do."""
    reference, amount, key = tender.payment.order_reference, tender.money, _key(tender)
    if tender.kind == TenderKind.REWARD:
        assert rewards_id is not None
        tender.reward_hold = place_reward_hold(
            wallet_id=rewards_id, amount=amount, key=key, reference=reference
        )
    else:
        tender.hold = place_hold(wallet_id=wallet_id, amount=amount, key=key, reference=reference)
    tender.status = TenderStatus.HELD


def take_at_once(tender: Tender, payer: Payer) -> None:
    """Take a tender for good that waits for nothing; only rewards are held before, for their lots.
    Raises as `reserve`."""
    if tender.kind == TenderKind.REWARD:
        reserve(tender, wallet_id=payer.wallet.pk, rewards_id=payer.rewards_id)
        assert tender.reward_hold is not None
        tender.reward_hold = capture_reward_hold(hold_id=tender.reward_hold.pk, amount=tender.money)
        _captured(tender, tender.money, tender.reward_hold.closed_entry_id)
        return
    posted = pay_at_once(
        wallet=payer.wallet,
        amount=tender.money,
        key=_key(tender),
        reference=tender.payment.order_reference,
    )
    _captured(tender, tender.money, posted.entry_id)


def _key(tender: Tender) -> str:
    return f"tender:{tender.pk}"


def _captured(tender: Tender, amount: Money, entry_id: int | None) -> None:
    tender.status = TenderStatus.CAPTURED
    tender.captured = amount
    tender.entry_id = entry_id


def capture_reserved(tender: Tender, amount: Money) -> None:
    """Take `amount` of a held tender for the order; the rest goes back. Raises `HoldNotActive`,
    `RewardHoldNotActive`."""
    if tender.reward_hold is not None:
        entry_id = capture_reward_hold(hold_id=tender.reward_hold.pk, amount=amount).closed_entry_id
    else:
        assert tender.hold is not None
        entry_id = capture_hold(hold_id=tender.hold.pk, amount=amount).closed_entry_id
    _captured(tender, amount, entry_id)
    tender.save()


def release_reserved(payment: Payment) -> None:
    """Give back all that is still held for a payment. Safe to repeat."""
    lock_funds(payment)
    for tender in payment.tenders.all():
        if tender.status == TenderStatus.HELD:
            release(tender)


def release(tender: Tender) -> None:
    if tender.reward_hold is not None and tender.reward_hold.status == HoldStatus.ACTIVE:
        void_reward_hold(hold_id=tender.reward_hold.pk)
    if tender.hold is not None and tender.hold.status == HoldStatus.ACTIVE:
        void_hold(hold_id=tender.hold.pk)
    tender.status = TenderStatus.RELEASED
    tender.save()
