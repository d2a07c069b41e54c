"""What points are worth. Pure: knows no row and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from djmoney.money import Money

from wallet_project.core.money import decimals_of, from_minor, to_minor


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
    value = worth(rate, whole_steps(rate, wanted))
    points = _fewest(rate, whole_steps(rate, wanted), value)
    return ConversionQuote(points=points, value=value, kept=available - points)


def whole_steps(rate: Rate, wanted: int) -> int:
    """So many points, down to the last whole step."""
    return wanted // rate.step * rate.step


def least(rate: Rate, *, minimum: int) -> int:
    """The fewest points from `minimum` on, in whole steps, that give anything."""
    points = max(minimum, ceil(rate.points / _minor_value(rate)))
    return ceil(points / rate.step) * rate.step


def worth(rate: Rate, points: int) -> Money:
    """The value of so many points, rounded down to the currency's unit."""
    currency = str(rate.value.currency)
    return from_minor(points * _minor_value(rate) // rate.points, currency)


def _fewest(rate: Rate, points: int, value: Money) -> int:
    """The fewest points, in whole steps and at most `points`, that are worth as much."""
    exact = to_minor(value) * rate.points / _minor_value(rate)
    return min(points, ceil(exact / rate.step) * rate.step)


def _minor_value(rate: Rate) -> Fraction:
    """The rate's value in minor units, exactly: it may have more decimals than the currency."""
    return Fraction(rate.value.amount.scaleb(decimals_of(str(rate.value.currency))))
