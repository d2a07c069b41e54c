"""How much reward money an order may use. Pure: knows no row and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from djmoney.money import Money

from wallet_project.core.money import decimals_of, from_minor, smallest, to_minor, zero


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order as rewards see it; `product` and `category` are the shop's references."""

    amount: Money
    product: str = ""
    category: str = ""
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class CapRule:
    """The store's limits; None and empty mean no limit of that kind."""

    most: Money | None = None
    percent: Decimal | None = None
    minimum_order: Money | None = None
    with_coupon: bool = True
    excluded_products: frozenset[str] = field(default_factory=frozenset)
    excluded_categories: frozenset[str] = field(default_factory=frozenset)


class CapReason(StrEnum):
    """Which limit decided."""

    NONE = "none"
    MOST = "most"
    PERCENT = "percent"
    ELIGIBLE = "eligible"
    MINIMUM = "minimum"
    COUPON = "coupon"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `amount` of `total` may be paid with reward money; `eligible` is the part of the order
    that is not excluded, and `reason` the limit of `rule` that decided."""

    amount: Money
    total: Money
    eligible: Money
    reason: CapReason
    rule: CapRule = CapRule()

    @property
    def excluded(self) -> Money:
        """The part of the order that reward money can't pay, whatever the limits."""
        return self.total - self.eligible


def reward_cap(
    rule: CapRule, *, total: Money, lines: Sequence[OrderLine] = (), has_coupon: bool = False
) -> Cap:
    """The most that reward money may pay of an order of `total` with these lines.

    The part of `total` that no line names (delivery, or everything where a caller gives no lines)
    is eligible. A percentage is of the eligible part, rounded down to the currency's unit.
    """
    eligible = _eligible(rule, total, lines)
    none = from_minor(0, str(total.currency))
    if has_coupon and not rule.with_coupon:
        return Cap(none, total, eligible, CapReason.COUPON, rule)
    if rule.minimum_order is not None and total < rule.minimum_order:
        return Cap(none, total, eligible, CapReason.MINIMUM, rule)
    limits = {CapReason.NONE if eligible == total else CapReason.ELIGIBLE: eligible}
    if rule.percent is not None:
        limits[CapReason.PERCENT] = percent_of(eligible, rule.percent)
    if rule.most is not None:
        limits[CapReason.MOST] = rule.most
    amount = smallest(*limits.values())
    reason = next(reason for reason, limit in limits.items() if limit == amount)
    return Cap(from_minor(to_minor(amount), str(total.currency)), total, eligible, reason, rule)


def percent_of(money: Money, percent: Decimal) -> Money:
    """So many percent, rounded down to the currency's unit."""
    currency = str(money.currency)
    exact = (money.amount * percent / 100).scaleb(decimals_of(currency))
    return from_minor(int(exact.to_integral_value(ROUND_DOWN)), currency)


def _eligible(rule: CapRule, total: Money, lines: Sequence[OrderLine]) -> Money:
    excluded = [
        line.amount
        for line in lines
        if line.product in rule.excluded_products or line.category in rule.excluded_categories
    ]
    none = zero(str(total.currency))
    left = total - sum(excluded, start=none)
    return smallest(total, left) if left.amount > 0 else none
