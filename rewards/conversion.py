"""What points are worth. Pure: knows no row and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from djmoney.money import Money

from wallet_project.core.money import decimals_of, from_minor


@dataclass(frozen=True, slots=True)
class Rate:
    """`points` are worth `value`; only whole steps of `step` points are taken."""

    points: int
    value: Money
    step: int = 1


@dataclass(frozen=True, slots=True)
class ConversionQuote:
    """`points` would become `value`, and `kept` points would be left."""

    points: int
    value: Money
    kept: int


def quote(rate: Rate, *, wanted: int, available: int) -> ConversionQuote:
    """What so many points of `available` would give.

    Only whole steps are taken, and only as many of them as give a whole unit of the currency more
    than the step before: no point is taken for nothing. The value is rounded down to the
    currency's unit, always.
    """
    points = wanted // rate.step * rate.step
    value = worth(rate, points)
    points = _fewest(rate, points, value)
    return ConversionQuote(points=points, value=value, kept=available - points)


def least(rate: Rate, *, minimum: int) -> int:
    """The fewest points from `minimum` on, in whole steps, that give anything."""
    coin = from_minor(1, str(rate.value.currency))
    exact = coin.amount * rate.points / rate.value.amount
    points = max(minimum, -int(-exact // 1))
    return -(-points // rate.step) * rate.step


def worth(rate: Rate, points: int) -> Money:
    """The value of so many points, rounded down to the currency's unit."""
    currency = str(rate.value.currency)
    exact = Decimal(points) * rate.value.amount / rate.points
    minor = exact.scaleb(decimals_of(currency)).to_integral_value(ROUND_DOWN)
    return from_minor(int(minor), currency)


def _fewest(rate: Rate, points: int, value: Money) -> int:
    """The fewest points, in whole steps, that are worth as much."""
    if not value.amount:
        return 0
    exact = value.amount * rate.points / rate.value.amount
    steps = -int(-exact // rate.step)
    fewest = steps * rate.step
    while worth(rate, fewest) < value:
        fewest += rate.step
    return min(points, fewest)
