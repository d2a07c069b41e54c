"""Rules and tiers of a store, as rows and as the pure engine takes them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from djmoney.money import Money

from rewards.engine import Limits, Occasion, OrderLine, Purchase, Rule
from rewards.enums import POINTS, Activity, EarningKind
from rewards.models import EarningMultiplier, EarningRule, Tier
from tests.factories.rewards import LONG_AGO
from wallet_project.core.money import from_minor, to_minor

_numbers = count(1)


def money(text: str) -> Money:
    """`"80.00 EUR"`, `"120 PTS"`."""
    amount, currency = text.split()
    return from_minor(to_minor(Money(Decimal(amount), currency)), currency)


def purchase(total: str, *lines: str, rewarded: str = "", **fields: Any) -> Purchase:
    """An order of so much; each line is like `"12.50 EUR moka-pot coffee"`: amount, product, category."""
    return Purchase(
        total=money(total),
        rewarded=money(rewarded) if rewarded else None,
        lines=tuple(_line(*line.split()) for line in lines),
        **fields,
    )


def _line(amount: str, currency: str, product: str = "", category: str = "") -> OrderLine:
    return OrderLine(money(f"{amount} {currency}"), product, category)


def points_for_each(per: str, gives: str = "1 PTS", **fields: Any) -> Rule:
    """So many points, or so much reward money, for each whole amount spent."""
    return _rule(EarningKind.PER_SPENT, gives=money(gives), per=money(per), **fields)


def cashback(percent: str, currency: str, **fields: Any) -> Rule:
    """A percentage of what is spent, in reward money."""
    return _rule(EarningKind.PERCENT, unit=currency, currency=currency, percent=Decimal(percent), **fields)


def fixed(gives: str, **fields: Any) -> Rule:
    """A fixed amount."""
    return _rule(EarningKind.FIXED, gives=money(gives), **fields)


def _rule(kind: EarningKind, **fields: Any) -> Rule:
    gives, per = fields.get("gives"), fields.get("per")
    named = {"order": "per_order", "day": "per_day", "customer": "per_customer"}
    limits = {name: to_minor(money(fields.pop(given))) for name, given in named.items() if given in fields}
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "key": f"rule-{number:06}",
        "name": f"Rule {number}",
        "activity": Activity.PURCHASE,
        "unit": str(gives.currency) if gives is not None else POINTS,
        "currency": str(per.currency) if per is not None else "",
        "limits": Limits(**limits),
    }
    return Rule(kind=kind, **defaults | fields)


def occasion(bought: Purchase | None = None, **fields: Any) -> Occasion:
    """A purchase at noon, unless said otherwise."""
    defaults: dict[str, Any] = {
        "activity": Activity.PURCHASE if bought else Activity.REVIEW,
        "moment": datetime.fromisoformat("2026-11-26T12:00:00+00:00"),
    }
    return Occasion(purchase=bought, **defaults | fields)


def make_rule(**fields: Any) -> EarningRule:
    """1 point for each whole 1.00 EUR, unless said otherwise; `multipliers` are made with it."""
    multipliers = fields.pop("multipliers", ())
    defaults: dict[str, Any] = {
        "name": f"Rule {next(_numbers)}",
        "kind": EarningKind.PER_SPENT,
        "unit": POINTS,
        "currency": "EUR",
        "amount": 1,
        "per_amount": 1,
        "starts_at": LONG_AGO,
    }
    rule = EarningRule.objects.create(**defaults | fields)
    for multiplier in multipliers:
        EarningMultiplier.objects.create(rule=rule, **multiplier)
    return rule


def make_fixed_rule(activity: Activity, amount: int, **fields: Any) -> EarningRule:
    """So many points for an activity, unless another unit is given."""
    defaults = {"kind": EarningKind.FIXED, "per_amount": None, "currency": ""}
    return make_rule(**defaults | {"activity": activity, "amount": amount} | fields)


def make_tier(name: str, rank: int, points: int | None = None, **fields: Any) -> Tier:
    return Tier.objects.create(
        **{"slug": name.lower(), "name": name, "rank": rank, "points": points} | fields
    )


def make_tiers() -> list[Tier]:
    """Silver from 100 points, gold from 500 with half as much again."""
    return [make_tier("Silver", 1, 100), make_tier("Gold", 2, 500, multiplier=Decimal("1.5"))]
