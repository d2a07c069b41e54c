"""What activities earn by the store's rules: promised and booked by the same calculation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rewards.engine import Occasion, Purchase, Standing, UnitEarning, earn
from rewards.enums import POINTS, Activity
from rewards.locks import lock_reward_wallets
from rewards.models import Accrual, AccrualShare, ActivityRecord, EarningRule, Tier
from rewards.queries_earning import engine_rule, rules_in_force, used_before
from rewards.queries_tiers import standing_at
from rewards.services.accruals import Earning, book_accrual
from rewards.services.tiers import evaluate_tier
from rewards.services.wallets import open_reward_wallet
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import to_minor


@dataclass(frozen=True, slots=True)
class _Deed:
    """What was done, with the rules that held then and the tier that the customer was in."""

    customer_id: int
    occasion: Occasion
    rules: Sequence[EarningRule]
    tier: Tier | None = None


def promise(
    *,
    customer_id: int | None,
    activity: Activity = Activity.PURCHASE,
    purchase: Purchase | None = None,
    reference: str = "",
    now: datetime,
) -> tuple[UnitEarning, ...]:
    """What an activity would earn now, in each unit. Changes nothing.

    The same calculation as the booking by `record_activity`. Without a customer it is that of
    somebody new, in no tier.
    """
    deed = _deed(customer_id, activity, purchase, reference, now)
    return _earned(deed)


def record_activity(
    *,
    customer_id: int,
    activity: Activity,
    reference: str,
    purchase: Purchase | None = None,
    matures_at: datetime | None = None,
    waits: bool = False,
    now: datetime,
) -> list[Accrual]:
    """Book what an activity earns by the rules that hold, one accrual for each unit; none where no
    rule gives anything.

    `reference` names the activity (`order 123`, `birthday:2026`): it earns once, however often it is
    told, and the first accruals are answered again. What is earned is pending until `matures_at`, or
    available at once without it; with `waits` it is pending until `date_accruals` says when. Raises
    `IdempotencyConflict` if the reference was told with another purchase. Safe to repeat.
    """
    with transaction.atomic():
        deed = _deed(customer_id, activity, purchase, reference, now)
        _lock(deed)
        earlier = _find_record(deed)
        if earlier is not None:
            return _replayed(earlier, purchase)
        accruals = [
            _book(deed, earned, matures_at=matures_at, waits=waits, now=now) for earned in _earned(deed)
        ]
        _record(deed, counts_from=matures_at if waits else matures_at or now)
        if not waits:
            evaluate_tier(customer_id=customer_id, now=now)
        return accruals


def _deed(
    customer_id: int | None, activity: Activity, purchase: Purchase | None, reference: str, now: datetime
) -> _Deed:
    moment = (purchase.made_at if purchase else None) or now
    tier, standing = _standing(customer_id, moment)
    occasion = Occasion(activity, moment, purchase, standing, reference)
    return _Deed(customer_id or 0, occasion, rules_in_force(activity, at=moment), tier)


def _standing(customer_id: int | None, moment: datetime) -> tuple[Tier | None, Standing | None]:
    return (None, None) if customer_id is None else standing_at(customer_id, at=moment)


def _lock(deed: _Deed) -> None:
    """Every reward wallet that could be credited, and always the points: one activity at a time."""
    units = {rule.unit for rule in deed.rules} | {POINTS}
    for unit in sorted(units):
        open_reward_wallet(customer_id=deed.customer_id, currency=unit)
    lock_reward_wallets(customer_id=deed.customer_id, units=units)


def _earned(deed: _Deed) -> tuple[UnitEarning, ...]:
    used = used_before(deed.rules, customer_id=deed.customer_id, at=deed.occasion.moment)
    return earn([engine_rule(rule) for rule in deed.rules], deed.occasion, used)


def _find_record(deed: _Deed) -> ActivityRecord | None:
    records = ActivityRecord.objects.filter(customer_id=deed.customer_id, activity=deed.occasion.activity)
    return records.filter(reference=deed.occasion.reference).first()


def _replayed(earlier: ActivityRecord, purchase: Purchase | None) -> list[Accrual]:
    spent, rewarded, currency = _amounts(purchase)
    if (earlier.spent, earlier.rewarded, earlier.currency) != (spent, rewarded, currency):
        raise IdempotencyConflict(earlier.reference)
    accruals = Accrual.objects.filter(wallet__customer_id=earlier.customer_id, activity=earlier.activity)
    return list(accruals.filter(reference=earlier.reference).select_related("wallet").order_by("id"))


def _amounts(purchase: Purchase | None) -> tuple[int, int, str]:
    if purchase is None:
        return 0, 0, ""
    return to_minor(purchase.total), to_minor(purchase.paid_by_rewards), purchase.currency


def _book(
    deed: _Deed, earned: UnitEarning, *, matures_at: datetime | None, waits: bool, now: datetime
) -> Accrual:
    accrual = book_accrual(
        customer_id=deed.customer_id,
        activity=deed.occasion.activity,
        reference=deed.occasion.reference,
        earning=Earning(earned.amount, earned.story, earned.valid_days),
        matures_at=matures_at,
        waits=waits,
        now=now,
    )
    AccrualShare.objects.bulk_create(
        AccrualShare(
            accrual=accrual,
            rule_id=share.rule,
            customer_id=deed.customer_id,
            amount=share.amount,
            earned_at=deed.occasion.moment,
        )
        for share in earned.shares
    )
    return accrual


def _record(deed: _Deed, *, counts_from: datetime | None) -> None:
    spent, rewarded, currency = _amounts(deed.occasion.purchase)
    ActivityRecord.objects.create(
        customer_id=deed.customer_id,
        activity=deed.occasion.activity,
        reference=deed.occasion.reference,
        currency=currency,
        spent=spent,
        rewarded=rewarded,
        tier=deed.tier,
        happened_at=deed.occasion.moment,
        counts_from=counts_from,
    )
