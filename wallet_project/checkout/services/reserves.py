"""Tenders of money that the store already has: reserved, captured, released. One branch per kind."""

from __future__ import annotations

from djmoney.money import Money

from rewards.locks import lock_reward_wallet
from rewards.models import RewardWallet
from rewards.queries import find_reward_wallet
from rewards.services import capture_reward_hold, place_reward_hold, void_reward_hold
from wallet_project.checkout.enums import TenderKind, TenderStatus
from wallet_project.checkout.models import Payment, Tender
from wallets.enums import HoldStatus
from wallets.locks import lock_wallet
from wallets.models import Wallet
from wallets.services import capture_hold, place_hold, void_hold


def lock_rewards(customer_id: int, currency: str) -> RewardWallet | None:
    """The customer's reward wallet, locked after the wallet; None if there never was one."""
    found = find_reward_wallet(customer_id=customer_id, currency=currency)
    return None if found is None else lock_reward_wallet(found.pk)


def lock_funds(payment: Payment) -> None:
    """Lock what the payment's tenders are held on before the first of them moves: the wallet, then
    rewards, in the order in which everybody locks them. Tenders pay in another order."""
    tenders = payment.tenders.all()
    for wallet_id in {tender.hold.wallet_id for tender in tenders if tender.hold is not None}:
        lock_wallet(wallet_id)
    for rewards_id in {tender.reward_hold.wallet_id for tender in tenders if tender.reward_hold is not None}:
        lock_reward_wallet(rewards_id)


def reserve(tender: Tender, *, wallet: Wallet, rewards: RewardWallet | None) -> None:
    """Place what the tender needs. Raises as `place_hold` and `place_reward_hold` do."""
    key, reference = f"tender:{tender.pk}", tender.payment.order_reference
    if tender.kind == TenderKind.REWARD:
        assert rewards is not None
        tender.reward_hold = place_reward_hold(
            wallet_id=rewards.pk, amount=tender.money, key=key, reference=reference
        )
    else:
        tender.hold = place_hold(wallet_id=wallet.pk, amount=tender.money, key=key, reference=reference)
    tender.status = TenderStatus.HELD


def capture_reserved(tender: Tender, amount: Money) -> None:
    """Take `amount` of a held tender for the order; the rest goes back. Raises `HoldNotActive`,
    `RewardHoldNotActive`."""
    if tender.reward_hold is not None:
        entry_id = capture_reward_hold(hold_id=tender.reward_hold.pk, amount=amount).closed_entry_id
    else:
        assert tender.hold is not None
        entry_id = capture_hold(hold_id=tender.hold.pk, amount=amount).closed_entry_id
    tender.status = TenderStatus.CAPTURED
    tender.captured = amount
    tender.entry_id = entry_id
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
