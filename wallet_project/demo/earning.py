"""How the demo's customers earn: rules, tiers, and what one of them has earned so far."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rewards.enums import POINTS, Activity, EarningKind
from rewards.models import EarningRule, RewardProgramSettings, Tier
from wallet_project.accounts.models import User
from wallet_project.accounts.services import set_birthday
from wallet_project.core.money import decimals_of
from wallet_project.storefront.catalog import SCALE
from wallet_project.storefront.services.rewarding import reward_sign_up, reward_waiting_orders

FIXED: Final[dict[str, tuple[Activity, int, dict[str, Any]]]] = {
    "Welcome": (Activity.SIGN_UP, 100, {}),
    "Happy birthday": (Activity.BIRTHDAY, 200, {"tier_counts": False}),
    "A review of what you bought": (Activity.REVIEW, 20, {"most_per_day": 60}),
    "A friend's first order": (Activity.REFERRAL, 200, {"tier_counts": False}),
    "Telling others": (Activity.SOCIAL_SHARE, 5, {"most_per_day": 10, "tier_counts": False}),
}
TIERS: Final = (
    ("bronze", "Bronze", 100, None, "1", "Offers before everybody else sees them"),
    ("silver", "Silver", 500, 400, "1.25", "A quarter more points\nOffers before everybody else sees them"),
    ("gold", "Gold", 1500, 1200, "1.5", "Half as many points again\nA gift with the first order of the year"),
)


@transaction.atomic
def load_earning() -> None:
    """Load the rules, the tiers and the program's times. Safe to repeat: what is there stays."""
    RewardProgramSettings.objects.get_or_create()
    for rank, (slug, name, points, spent, factor, benefits) in enumerate(TIERS, start=1):
        values: dict[str, Any] = {"name": name, "rank": rank, "points": points, "benefits": benefits}
        if spent is not None:
            values |= {"spent": _scaled(Decimal(spent)), "currency": settings.STORE_CURRENCY}
        Tier.objects.get_or_create(slug=slug, defaults=values | {"multiplier": Decimal(factor)})
    if not EarningRule.objects.exists():
        _load_rules()


def _load_rules() -> None:
    for name, (activity, points, more) in FIXED.items():
        _rule(name, activity=activity, kind=EarningKind.FIXED, amount=points, unit=POINTS, **more)
    currency = settings.STORE_CURRENCY
    buying = _rule(
        "Points for what you buy",
        kind=EarningKind.PER_SPENT,
        amount=1,
        unit=POINTS,
        per_amount=_scaled(Decimal(1)),
        currency=currency,
        most_per_day=2000,
    )
    buying.multipliers.create(name="Coffee counts twice", factor=2, categories=["coffee"])
    _rule(
        "Two percent back on large orders",
        kind=EarningKind.PERCENT,
        percent=2,
        unit=currency,
        currency=currency,
        minimum_order=_scaled(Decimal(40)),
        valid_days=90,
    )


def _rule(name: str, **fields: Any) -> EarningRule:
    defaults = {"starts_at": timezone.now() - timedelta(days=1), "valid_days": 365}
    return EarningRule.objects.create(name=name, **{**defaults, **fields})


def _scaled(euro: Decimal) -> Decimal:
    """As the demo's prices are: what people with the store's currency are used to."""
    currency = settings.STORE_CURRENCY
    return (euro * SCALE.get(currency, Decimal(1))).quantize(Decimal(1).scaleb(-decimals_of(currency)))


def let_customers_earn(with_history: User, newcomer: User) -> None:
    """What both have for signing up, and what the orders of one of them earn. Safe to repeat."""
    now = timezone.now()
    for customer in (with_history, newcomer):
        reward_sign_up(customer_id=customer.pk, now=now)
    if with_history.birthday is None:
        set_birthday(user_id=with_history.pk, birthday=date(1990, 5, 17), now=now)
    reward_waiting_orders(now=now)
