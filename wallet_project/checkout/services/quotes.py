"""What a payment would look like, before anything is reserved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.caps import Cap, OrderLine
from rewards.models import RewardWallet
from rewards.queries import cap_for, find_reward_wallet
from rewards.queries import spendable as spendable_rewards
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.plan import Plan, PlannedTender, Source, plan_tenders
from wallet_project.core.money import from_minor, zero
from wallets.enums import WalletStatus
from wallets.models import Wallet


@dataclass(frozen=True, slots=True)
class Quote:
    """How `total` would be paid. `…_available` is what rewards and wallet could pay with now, and
    `…_after` what would be left of them; `cap` says how much reward money this order may use and
    why. `wallet_note` says in words why wallet and rewards can't pay, if so."""

    total: Money
    reward: Money
    reward_available: Money
    reward_after: Money
    cap: Cap
    wallet: Money
    wallet_available: Money
    wallet_after: Money
    card: Money
    tenders: tuple[PlannedTender, ...]
    wallet_note: str = ""

    @property
    def stored(self) -> Money:
        """What rewards and wallet pay together."""
        return self.reward + self.wallet


def quote_payment(
    *,
    customer_id: int,
    total: Money,
    wallet_amount: Money | None = None,
    use_wallet: bool = True,
    reward_amount: Money | None = None,
    use_reward: bool = True,
    lines: Sequence[OrderLine] = (),
    has_coupon: bool = False,
) -> Quote:
    """How a total would be shared between reward money, wallet and card. Changes nothing.

    `wallet_amount` and `reward_amount` are what the customer wants to pay from each; None is as much
    as possible. `lines` and `has_coupon` decide how much reward money the order may use. A frozen
    or closed wallet pays nothing, rewards neither, and the quote says so. Raises as `plan_tenders`
    does.
    """
    currency = str(total.currency)
    wallet = find_wallet(customer_id, currency)
    rewards = find_reward_wallet(customer_id=customer_id, currency=currency)
    cap = cap_for(total=total, lines=lines, has_coupon=has_coupon, now=timezone.now())
    is_open = wallet is None or wallet.is_open
    from_rewards = (reward_amount if use_reward else zero(currency)) if is_open else None
    from_wallet = (wallet_amount if use_wallet else zero(currency)) if is_open else None
    sources = (
        reward_source(rewards, wallet, currency, from_rewards, cap),
        wallet_source(wallet, currency, from_wallet),
    )
    return _quote(plan_tenders(total=total, sources=sources), sources, cap, _note(wallet))


def find_wallet(customer_id: int, currency: str) -> Wallet | None:
    """The customer's wallet in this currency, if it was ever opened."""
    wallets = Wallet.objects.select_related("available_account", "held_account")
    return wallets.filter(customer_id=customer_id, currency=currency).first()


def reward_source(
    rewards: RewardWallet | None, wallet: Wallet | None, currency: str, chosen: Money | None, cap: Cap
) -> Source:
    """Reward money as a source of a plan. With a wallet that is not open it discounts nothing."""
    can_pay = rewards is not None and (wallet is None or wallet.is_open)
    available = spendable_rewards(rewards, now=timezone.now()) if rewards and can_pay else zero(currency)
    return Source(TenderKind.REWARD, available, chosen, cap.amount)


def wallet_source(wallet: Wallet | None, currency: str, chosen: Money | None) -> Source:
    """The wallet as a source of a plan; one that is not open has nothing to spend."""
    return Source(TenderKind.WALLET, spendable(wallet, currency), chosen)


def spendable(wallet: Wallet | None, currency: str) -> Money:
    """What a wallet could pay with: all that is available, down to its credit line."""
    if wallet is None or not wallet.is_open:
        return zero(currency)
    account = wallet.available_account
    return from_minor(max(0, (account.balance or 0) - account.floor), currency)


def _quote(plan: Plan, sources: tuple[Source, Source], cap: Cap, note: str) -> Quote:
    rewards, wallet = sources
    from_rewards, from_wallet = plan.part(TenderKind.REWARD), plan.part(TenderKind.WALLET)
    return Quote(
        total=plan.total,
        reward=from_rewards,
        reward_available=rewards.available,
        reward_after=rewards.available - from_rewards,
        cap=cap,
        wallet=from_wallet,
        wallet_available=wallet.available,
        wallet_after=wallet.available - from_wallet,
        card=plan.part(TenderKind.CARD),
        tenders=plan.tenders,
        wallet_note=note,
    )


def _note(wallet: Wallet | None) -> str:
    if wallet is None or wallet.is_open:
        return ""
    if wallet.status == WalletStatus.FROZEN:
        return _(
            "Your wallet is frozen, so neither it nor reward money can pay now. Please contact the store."
        )
    return _("Your wallet is closed.")
