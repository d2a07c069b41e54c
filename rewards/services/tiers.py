"""Who is in which tier: up at once, down with notice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from notifications.services import enqueue
from rewards.enums import POINTS
from rewards.locks import lock_reward_wallet
from rewards.models import Tier, TierMembership
from rewards.queries_earning import program_settings
from rewards.queries_tiers import (
    Year,
    all_tiers,
    needed_spent,
    open_membership,
    open_memberships,
    reached,
    tier_candidates,
    year_of,
    years_of,
)
from rewards.services.wallets import open_reward_wallet

CHUNK = 1000


def evaluate_tier(*, customer_id: int, now: datetime) -> TierMembership | None:
    """Bring a customer into the tier that the year to `now` is enough for; answers with the open
    membership, None below the first tier.

    Up at once. Who would fall is told first and keeps the tier for the program's days of notice;
    who reaches it again meanwhile keeps it. Under the lock of the customer's points. Safe to repeat.
    """
    tiers = all_tiers()
    if not tiers:
        return None
    with transaction.atomic():
        lock_reward_wallet(open_reward_wallet(customer_id=customer_id, currency=POINTS).pk)
        member, year = open_membership(customer_id), year_of(customer_id, now=now)
        target = reached(tiers, year)
        rank, target_rank = (member.tier.rank if member else 0), (target.rank if target else 0)
        if target is not None and target_rank > rank:
            return _move(member, target, customer_id, year, now=now)
        if member is None:
            return None
        if target_rank == rank:
            return _stay(member)
        return _fall(member, target, year, now=now)


def evaluate_all_tiers(*, now: datetime) -> int:
    """Evaluate everybody who is due: up, down, or to be told; answers with how many there were.

    Looks at customers with a tier, and at those for whom something came to count in the last days,
    chunk by chunk in a few queries each; locks only those that change. Safe to repeat, and to be
    killed anywhere.
    """
    tiers, due, last = all_tiers(), 0, 0
    while tiers and (ids := tier_candidates(after=last, now=now, limit=CHUNK)):
        for customer_id in _due(ids, tiers, now=now):
            evaluate_tier(customer_id=customer_id, now=now)
            due += 1
        last = ids[-1]
    return due


def _due(ids: list[int], tiers: list[Tier], *, now: datetime) -> list[int]:
    """Those for whom an evaluation now would change something."""
    years, members = years_of(ids, now=now), open_memberships(ids)
    return [pk for pk in ids if _would_change(members.get(pk), reached(tiers, years[pk]), now=now)]


def _would_change(member: TierMembership | None, target: Tier | None, *, now: datetime) -> bool:
    rank, target_rank = (member.tier.rank if member else 0), (target.rank if target else 0)
    if member is None or target_rank >= rank:
        return target_rank != rank or (member is not None and member.leaves_at is not None)
    return member.leaves_at is None or member.leaves_at <= now


def _move(
    member: TierMembership | None, target: Tier | None, customer_id: int, year: Year, *, now: datetime
) -> TierMembership | None:
    """Out of the one tier, into the other, and the customer is told."""
    if member is not None:
        member.until = max(now, member.since)
        member.save(update_fields=["until"])
    entered = _enter(target, customer_id, year, now=now) if target is not None else None
    left = member.tier if member else None
    _tell(member, entered, up=target is not None and (left is None or target.rank > left.rank))
    return entered


def _enter(tier: Tier, customer_id: int, year: Year, *, now: datetime) -> TierMembership:
    return TierMembership.objects.create(
        customer_id=customer_id,
        tier=tier,
        points=year.points,
        spent=year.spent.get(tier.currency, 0),
        needed_points=tier.points,
        needed_spent=needed_spent(tier),
        currency=tier.currency,
        since=now,
    )


def _stay(member: TierMembership) -> TierMembership:
    """Reached again: a notice that was given is void."""
    if member.leaves_at is not None:
        member.noticed_at = member.leaves_at = None
        member.save(update_fields=["noticed_at", "leaves_at"])
    return member


def _fall(member: TierMembership, target: Tier | None, year: Year, *, now: datetime) -> TierMembership | None:
    if member.leaves_at is None:
        return _give_notice(member, target, now=now)
    if now < member.leaves_at:
        return member
    return _move(member, target, member.customer_id, year, now=now)


def _give_notice(member: TierMembership, target: Tier | None, *, now: datetime) -> TierMembership:
    member.noticed_at = now
    member.leaves_at = now + timedelta(days=program_settings().tier_notice_days)
    member.save(update_fields=["noticed_at", "leaves_at"])
    day = timezone.localdate(member.leaves_at)
    enqueue(
        kind="tier_ending",
        recipient_id=member.customer_id,
        dedupe_key=f"tier_ending:{member.pk}:{member.leaves_at:%Y-%m-%d}",
        context={"tier": member.tier.name, "day": day, "next": target.name if target else ""},
        data={"tier": str(member.tier_id), "next": _id_of(target), "leaves_at": member.leaves_at.isoformat()},
    )
    return member


def _tell(left: TierMembership | None, entered: TierMembership | None, *, up: bool) -> None:
    member = entered or left
    assert member is not None
    context = {"tier": entered.tier.name if entered else ""}
    if up:
        context["benefits"] = member.tier.benefits
    else:
        context["left"] = left.tier.name if left else ""
    enqueue(
        kind="tier_reached" if up else "tier_ended",
        recipient_id=member.customer_id,
        dedupe_key=f"tier:{left.pk if left else None}:{entered.pk if entered else None}",
        context=context,
        data={
            "left": _id_of(left.tier if left else None),
            "tier": _id_of(entered.tier if entered else None),
        },
    )


def _id_of(tier: Tier | None) -> str | None:
    return str(tier.pk) if tier else None
