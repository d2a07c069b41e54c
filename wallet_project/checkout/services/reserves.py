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


def lock_reserved(payment: Payment) -> None:
    """The wallet before the reward wallet, as everywhere, though reward money is the first to pay."""
    rewards, wallet = payment.part(TenderKind.REWARD), payment.part(TenderKind.WALLET)
    if rewards is not None and wallet is not None and wallet.hold is not None:
        lock_wallet(wallet.hold.wallet_id)


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
    lock_reserved(payment)
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
