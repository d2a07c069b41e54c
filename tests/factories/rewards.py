"""Customers with real rewards: every point is posted through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from djmoney.money import Money

from rewards.enums import ConversionTarget, RewardDirection, RewardReason
from rewards.models import CreditLot, PointsProgram, RewardPolicy, RewardWallet
from rewards.services import adjust_rewards, open_reward_wallet
from tests.factories.wallets import make_user

LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())


def make_reward_wallet(amount: str = "0", currency: str = "EUR", **fields: Any) -> RewardWallet:
    """A reward wallet (for `PTS`, a points account) with one lot of this much, of a new customer
    unless one is given."""
    customer = fields.pop("customer", None) or make_user()
    wallet = open_reward_wallet(customer_id=customer.pk, currency=currency)
    if Money(amount, currency).amount:
        add_rewards(wallet, amount, **fields)
    return wallet


def add_rewards(
    wallet: RewardWallet, amount: str, *, days: int | None = None, key: str = "", now: datetime | None = None
) -> CreditLot:
    """One more lot, which expires in so many days, or never."""
    start = now or timezone.now()
    adjustment = adjust_rewards(
        wallet_id=wallet.pk,
        direction=RewardDirection.CREDIT,
        amount=Money(amount, wallet.currency),
        reason=RewardReason.PROMOTION,
        key=key or uuid4().hex,
        actor_id=None,
        expires_at=None if days is None else start + timedelta(days=days),
        now=now,
    )
    return CreditLot.objects.get(entry_id=adjustment.entry_id)


def make_program(**fields: Any) -> PointsProgram:
    """100 points are 1.00 EUR, unless said otherwise."""
    defaults: dict[str, Any] = {
        "currency": "EUR",
        "starts_at": LONG_AGO,
        "points": 100,
        "value": 1,
        "target": ConversionTarget.WALLET,
    }
    return PointsProgram.objects.create(**defaults | fields)


def make_policy(**fields: Any) -> RewardPolicy:
    """How much reward money an order may use; no limit, unless one is given."""
    return RewardPolicy.objects.create(**{"currency": "EUR", "starts_at": LONG_AGO} | fields)


def left_of(wallet: RewardWallet) -> list[int]:
    """What is left of each lot, in the order in which they were credited."""
    return list(CreditLot.objects.filter(wallet=wallet).order_by("id").values_list("remaining", flat=True))
