"""Reading what earning needs: the rules in force, what they gave a customer already, the program's times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone
from djmoney.money import Money

from rewards.engine import Limits, Multiplier, Rule, Used
from rewards.enums import POINTS, AccrualStatus, Activity, EarningKind, Stacking
from rewards.models import Accrual, AccrualShare, EarningMultiplier, EarningRule, RewardProgramSettings
from wallet_project.core.money import decimals_of, from_minor, to_minor


def rules_in_force(activity: Activity, *, at: datetime) -> list[EarningRule]:
    """The rules for an activity that hold at a moment, with their multipliers."""
    return list(in_force(EarningRule.objects.filter(activity=activity), at=at))


def in_force(rules: QuerySet[EarningRule], *, at: datetime) -> QuerySet[EarningRule]:
    """Those of the rules that hold at a moment."""
    holding = rules.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)
    multipliers = EarningMultiplier.objects.select_related("tier")
    return holding.prefetch_related(Prefetch("multipliers", multipliers))


def engine_rule(rule: EarningRule, multipliers: Iterable[EarningMultiplier] | None = None) -> Rule:
    """A rule as the pure engine takes it; with other multipliers than its stored ones, if given."""
    return Rule(
        key=str(rule.pk),
        name=rule.name,
        activity=Activity(rule.activity),
        kind=EarningKind(rule.kind),
        unit=rule.unit,
        currency=rule.currency,
        gives=_money(rule.amount, rule.unit),
        per=_money(rule.per_amount, rule.currency),
        percent=rule.percent,
        multipliers=tuple(
            _multiplier(one) for one in (rule.multipliers.all() if multipliers is None else multipliers)
        ),
        tier_counts=rule.tier_counts,
        unrewarded_only=rule.unrewarded_only,
        with_coupon=rule.with_coupon,
        minimum_order=_money(rule.minimum_order, rule.currency),
        excluded_products=frozenset(rule.excluded_products),
        excluded_categories=frozenset(rule.excluded_categories),
        reference_prefix=rule.reference_prefix,
        stacks=rule.stacking == Stacking.ADDS,
        priority=rule.priority,
        limits=Limits(
            order=_minor(rule.most_per_order, rule.unit),
            day=_minor(rule.most_per_day, rule.unit),
            customer=_minor(rule.most_per_customer, rule.unit),
        ),
        valid_days=rule.valid_days,
        starts_at=rule.starts_at,
        ends_at=rule.ends_at,
    )


def _multiplier(row: EarningMultiplier) -> Multiplier:
    return Multiplier(
        factor=row.factor,
        name=row.name,
        products=frozenset(row.products),
        categories=frozenset(row.categories),
        tier=row.tier.slug if row.tier else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )


def _minor(amount: Decimal | None, currency: str) -> int | None:
    return None if amount is None else to_minor(Money(amount, currency))


def _money(amount: Decimal | None, currency: str) -> Money | None:
    """The amount with the currency's own decimals."""
    minor = _minor(amount, currency)
    return None if minor is None else from_minor(minor, currency)


def used_before(rules: Sequence[EarningRule], *, customer_id: int, at: datetime) -> dict[str, Used]:
    """What a customer has earned by each rule that limits it by day or in all.

    What was taken back as a whole does not count. Exact under the lock of the customer's points.
    """
    limited = [rule.pk for rule in rules if rule.most_per_day or rule.most_per_customer]
    if not limited:
        return {}
    begin, end = day_of(at)
    shares = AccrualShare.objects.filter(customer_id=customer_id, rule_id__in=limited)
    shares = shares.exclude(accrual__status=AccrualStatus.CLAWED_BACK)
    that_day = Sum("amount", filter=Q(earned_at__gte=begin, earned_at__lt=end), default=0)
    sums = shares.values("rule_id").annotate(day=that_day, ever=Sum("amount")).order_by("rule_id")
    return {str(row["rule_id"]): Used(day=row["day"], ever=row["ever"]) for row in sums}


def earned_for(customer_id: int, activity: Activity, reference: str) -> list[Money]:
    """What was booked for an activity, money before points; empty if nothing is booked, or was earned."""
    accruals = Accrual.objects.filter(
        wallet__customer_id=customer_id, activity=activity, reference=reference
    ).values_list("wallet__currency", "amount")
    found = sorted(accruals, key=lambda row: (row[0] == POINTS, row[0]))
    return [from_minor(amount, currency) for currency, amount in found]


def day_of(moment: datetime) -> tuple[datetime, datetime]:
    """First instant of the store's day that a moment is in, and of the next day."""
    day = timezone.localdate(moment)
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return begin, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def program_settings() -> RewardProgramSettings:
    """The program's times; the usual ones until the store decides."""
    return RewardProgramSettings.objects.first() or RewardProgramSettings()


def return_window() -> timedelta:
    """How long after delivery an order may be returned; then what it earned is available."""
    return timedelta(days=program_settings().return_days)


def smallest_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY and PTS."""
    return Decimal(1).scaleb(-decimals_of(currency))
