"""What of a reward wallet expires when, before and after a change. Pure: knows no row and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from djmoney.money import Money

from wallet_project.core.money import from_minor


@dataclass(frozen=True, slots=True)
class Left:
    """So many minor units can be spent until `expires_at`, that instant excluded; None is for ever."""

    expires_at: datetime | None
    amount: int


@dataclass(frozen=True, slots=True)
class Expiry:
    """So much can be spent until the end of `day`; None is for ever."""

    day: date | None
    amount: Money


def last_day(expires_at: datetime) -> date:
    """The last day on which something that expires at this instant can be spent, in the reader's zone."""
    return timezone.localdate(expires_at - timedelta(microseconds=1))


def by_day(left: Iterable[Left], currency: str) -> tuple[Expiry, ...]:
    """The sums of each day, the soonest first, what never expires last."""
    sums: dict[date | None, int] = {}
    for one in left:
        day = last_day(one.expires_at) if one.expires_at else None
        sums[day] = sums.get(day, 0) + one.amount
    days = sorted(sums, key=lambda day: (day is None, day or date.max))
    return tuple(Expiry(day, from_minor(sums[day], currency)) for day in days)


def after_credit(left: Sequence[Left], amount: int, expires_at: datetime | None) -> tuple[Left, ...]:
    """What is left when so many minor units are credited."""
    return (*left, Left(expires_at, amount))


def after_debit(left: Sequence[Left], amount: int) -> tuple[Left, ...]:
    """What remains when so many minor units are taken, the soonest expiry first.

    `left` is in that order. Raises `ValueError` for more than there is.
    """
    rest, remaining = amount, []
    for one in left:
        taken = min(rest, one.amount)
        rest -= taken
        if one.amount > taken:
            remaining.append(Left(one.expires_at, one.amount - taken))
    if rest:
        raise ValueError("More is taken than is left.")
    return tuple(remaining)
