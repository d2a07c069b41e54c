"""Opening reward wallets and points accounts."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from rewards.enums import POINTS
from rewards.models import RewardWallet
from wallet_project.core.exceptions import CurrencyMismatch
from wallets.services import open_wallet
from wallets.services.posting import chart, open_account

MONEY_ACCOUNTS = (chart.REWARD_AVAILABLE, chart.REWARD_HELD, chart.REWARD_PENDING)
POINTS_ACCOUNTS = (chart.POINTS_AVAILABLE, chart.POINTS_HELD, chart.POINTS_PENDING)


def open_reward_wallet(*, customer_id: int, currency: str | None = None) -> RewardWallet:
    """The customer's reward wallet in a currency (the store's by default), opened if there is none.

    `PTS` opens their points account. Raises `CurrencyMismatch` for a currency that the store does
    not take. Safe to repeat, also at once from several places.
    """
    currency = currency or settings.STORE_CURRENCY
    if currency not in (*settings.CURRENCIES, POINTS):
        raise CurrencyMismatch(settings.STORE_CURRENCY, currency)
    found = RewardWallet.objects.filter(customer_id=customer_id, currency=currency).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _create(customer_id, currency)
    except IntegrityError:
        return RewardWallet.objects.get(customer_id=customer_id, currency=currency)


def _create(customer_id: int, currency: str) -> RewardWallet:
    kinds = POINTS_ACCOUNTS if currency == POINTS else MONEY_ACCOUNTS
    available, held, pending = (open_account(kind, currency) for kind in kinds)
    return RewardWallet.objects.create(
        customer_id=customer_id,
        currency=currency,
        available_account=available,
        held_account=held,
        pending_account=pending,
    )


def open_all_wallets(*, customer_id: int) -> None:
    """What every customer has from sign-up on: wallet, reward wallet, points account. Safe to repeat."""
    with transaction.atomic():
        open_wallet(customer_id=customer_id)
        open_reward_wallet(customer_id=customer_id)
        open_reward_wallet(customer_id=customer_id, currency=POINTS)
