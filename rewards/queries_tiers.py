"""Reading tiers: what a year's earning and spending amounts to, and how far the next tier is.

What counts is out of the return window: points since they are available, an order since nothing of
it can be returned any more; each for a year from then on, less what was taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, Sum
from djmoney.money import Money

from rewards.engine import Standing
from rewards.enums import POINTS
from rewards.models import Accrual, ActivityRecord, Tier, TierMembership
from wallet_project.core.money import from_minor, to_minor

YEAR = timedelta(days=365)
LOOK_BACK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Year:
    """What a customer has earned and spent within a year; spending in minor units, by currency."""

    points: int
    spent: dict[str, int]


@dataclass(frozen=True, slots=True)
class TierProgress:
    """Where a customer stands: `tier` now (None below the first), `next_tier` (None at the top), and
    what is missing to it, by points or by spending (None where it can't be reached that way).

    `leaves_at` is when the tier ends, if the customer has been told so, and `falls_to` the one after.
    """

    tier: Tier | None
    since: datetime | None
    leaves_at: datetime | None
    falls_to: Tier | None
    next_tier: Tier | None
    points: int
    spent: Money
    missing_points: int | None
    missing_spent: Money | None
    percent: int


def year_of(customer_id: int, *, now: datetime) -> Year:
    """What counts for a customer's tier now."""
    return years_of([customer_id], now=now)[customer_id]


def years_of(customer_ids: Iterable[int], *, now: datetime) -> dict[int, Year]:
    """As `year_of`, for many, in two queries."""
    ids = list(customer_ids)
    points = dict(_points(ids, now=now))
    spent: dict[int, dict[str, int]] = {}
    for customer_id, currency, amount in _spent(ids, now=now):
        spent.setdefault(customer_id, {})[currency] = amount
    return {pk: Year(points.get(pk, 0), spent.get(pk, {})) for pk in ids}


def _points(ids: Sequence[int], *, now: datetime) -> Iterable[tuple[int, int]]:
    earned = Accrual.objects.filter(
        wallet__customer_id__in=ids,
        wallet__currency=POINTS,
        settled_at__gt=now - YEAR,
        settled_at__lte=now,
    )
    sums = earned.values("wallet__customer_id").annotate(total=Sum(F("amount") - F("clawed_back")))
    return sums.order_by().values_list("wallet__customer_id", "total")


def _spent(ids: Sequence[int], *, now: datetime) -> Iterable[tuple[int, str, int]]:
    bought = ActivityRecord.objects.filter(
        customer_id__in=ids, spent__gt=0, counts_from__gt=now - YEAR, counts_from__lte=now
    )
    sums = bought.values("customer_id", "currency").annotate(total=Sum(F("spent") - F("returned")))
    return sums.order_by().values_list("customer_id", "currency", "total")


def all_tiers() -> list[Tier]:
    """The tiers, the lowest first."""
    return list(Tier.objects.order_by("rank"))


def reached(tiers: Sequence[Tier], year: Year) -> Tier | None:
    """The best tier that a year is enough for."""
    enough = [tier for tier in tiers if is_enough(tier, year)]
    return max(enough, key=lambda tier: tier.rank, default=None)


def is_enough(tier: Tier, year: Year) -> bool:
    """Whether a year reaches a tier, by points or by spending."""
    needed = needed_spent(tier)
    by_points = tier.points is not None and year.points >= tier.points
    return by_points or (needed is not None and year.spent.get(tier.currency, 0) >= needed)


def needed_spent(tier: Tier) -> int | None:
    """The spending that a tier asks for, in minor units of its currency."""
    return None if tier.spent is None else to_minor(Money(tier.spent, tier.currency))


@dataclass(frozen=True, slots=True)
class OwnTiers:
    """`own` are the slugs of a customer's tier and of all below it, `names` those of all tiers."""

    own: frozenset[str]
    names: dict[str, str]


def tiers_of(customer_id: int, *, now: datetime) -> OwnTiers:
    """Which tiers the customer has reached."""
    tier, _standing = standing_at(customer_id, at=now)
    rank = tier.rank if tier is not None else 0
    tiers = all_tiers()
    own = frozenset(one.slug for one in tiers if one.rank <= rank)
    return OwnTiers(own, {one.slug: one.name for one in tiers})


def open_membership(customer_id: int) -> TierMembership | None:
    """The customer's tier now, with its tier."""
    memberships = TierMembership.objects.select_related("tier")
    return memberships.filter(customer_id=customer_id, until=None).first()


def open_memberships(customer_ids: Iterable[int]) -> dict[int, TierMembership]:
    """The open memberships of many, by customer, each with its tier."""
    memberships = TierMembership.objects.select_related("tier")
    return {one.customer_id: one for one in memberships.filter(customer_id__in=customer_ids, until=None)}


def tier_candidates(*, after: int, now: datetime, limit: int) -> list[int]:
    """The next customers by id whose tier could have changed: those who are in one, and those for
    whom something came to count since the days before."""
    since = now - LOOK_BACK
    members = TierMembership.objects.filter(until=None, customer_id__gt=after).values_list("customer_id")
    earned = Accrual.objects.filter(
        wallet__currency=POINTS, wallet__customer_id__gt=after, settled_at__gt=since, settled_at__lte=now
    ).values_list("wallet__customer_id")
    bought = ActivityRecord.objects.filter(
        customer_id__gt=after, counts_from__gt=since, counts_from__lte=now
    ).values_list("customer_id")
    found = members.order_by().union(earned.order_by(), bought.order_by()).order_by("customer_id")
    return [customer_id for (customer_id,) in found[:limit]]


def standing_at(customer_id: int, *, at: datetime) -> tuple[Tier | None, Standing | None]:
    """The tier that a customer was in at a moment, and what the engine takes of it."""
    memberships = TierMembership.objects.select_related("tier").filter(customer_id=customer_id)
    then = memberships.filter(Q(until=None) | Q(until__gt=at), since__lte=at).order_by("-since").first()
    if then is None:
        return None, None
    return then.tier, Standing(then.tier.slug, then.tier.name, then.tier.multiplier)


def tier_progress(customer_id: int, now: datetime) -> TierProgress:
    """Where a customer stands between the tiers."""
    tiers, year, member = all_tiers(), year_of(customer_id, now=now), open_membership(customer_id)
    rank = member.tier.rank if member else 0
    following = next((tier for tier in tiers if tier.rank > rank), None)
    currency = following.currency if following and following.currency else settings.STORE_CURRENCY
    spent = from_minor(year.spent.get(currency, 0), currency)
    missing_points, missing_spent = _missing(following, year)
    leaves = member.leaves_at if member else None
    return TierProgress(
        tier=member.tier if member else None,
        since=member.since if member else None,
        leaves_at=leaves,
        falls_to=reached(tiers, year) if leaves else None,
        next_tier=following,
        points=year.points,
        spent=spent,
        missing_points=missing_points,
        missing_spent=missing_spent,
        percent=_percent(following, year),
    )


def _missing(tier: Tier | None, year: Year) -> tuple[int | None, Money | None]:
    if tier is None:
        return None, None
    needed = needed_spent(tier)
    points = None if tier.points is None else max(tier.points - year.points, 0)
    if needed is None:
        return points, None
    return points, from_minor(max(needed - year.spent.get(tier.currency, 0), 0), tier.currency)


def _percent(tier: Tier | None, year: Year) -> int:
    """How much of the way to a tier is behind the customer, by the shorter way; 100 at the top."""
    if tier is None:
        return 100
    needed = needed_spent(tier)
    parts = [0]
    if tier.points:
        parts.append(year.points * 100 // tier.points)
    if needed:
        parts.append(year.spent.get(tier.currency, 0) * 100 // needed)
    return max(0, min(max(parts), 100))
