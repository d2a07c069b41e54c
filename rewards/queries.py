"""Reading rewards: what can be spent, what is coming, what the store has decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import F, Sum
from djmoney.money import Money

from rewards.caps import Cap, CapRule, OrderLine, reward_cap
from rewards.conversion import Rate
from rewards.expiries import Left
from rewards.models import CreditLot, PointsProgram, RewardPolicy, RewardWallet
from wallet_project.core.money import from_minor, to_minor

# Until the store decides, reward money pays at most a tenth of an order.
USUAL = CapRule(percent=Decimal(10))
# Until the store decides, so long can be spent what had expired before a refund brought it back.
USUAL_GRACE = timedelta(days=30)


def spendable(wallet: RewardWallet, *, now: datetime) -> Money:
    """What can be spent now: the unexpired part, also before the task has swept what expired.

    Under the wallet's lock it is exact; without, as of this query.
    """
    lots = CreditLot.objects.filter(wallet=wallet, remaining__gt=0)
    valid = lots.exclude(expires_at__lte=now)
    return from_minor(valid.aggregate(total=Sum("remaining"))["total"] or 0, wallet.currency)


def unexpired(wallet: RewardWallet, *, now: datetime) -> list[Left]:
    """What is left of each lot that can be spent now, in the order in which it would be spent."""
    lots = CreditLot.objects.filter(wallet=wallet, remaining__gt=0).exclude(expires_at__lte=now)
    rows = lots.order_by(F("expires_at").asc(nulls_last=True), "id")
    return [Left(*row) for row in rows.values_list("expires_at", "remaining")]


def find_reward_wallet(*, customer_id: int, currency: str) -> RewardWallet | None:
    """The customer's reward wallet (or, for `PTS`, points account), if it was ever opened."""
    wallets = RewardWallet.objects.select_related("available_account", "held_account", "pending_account")
    return wallets.filter(customer_id=customer_id, currency=currency).first()


def current_policy(currency: str, *, now: datetime) -> RewardPolicy | None:
    """The rule for the use of reward money that holds now; None if the store never set one."""
    return RewardPolicy.objects.filter(currency=currency, starts_at__lte=now).order_by("-starts_at").first()


def current_program(currency: str, *, now: datetime) -> PointsProgram | None:
    """What points are worth in a currency now; None if the store does not convert them."""
    return PointsProgram.objects.filter(currency=currency, starts_at__lte=now).order_by("-starts_at").first()


def current_programs(*, now: datetime) -> list[PointsProgram]:
    """What points are worth now, in each currency of the store into which they can be turned."""
    programs = PointsProgram.objects.filter(currency__in=settings.CURRENCIES, starts_at__lte=now)
    return list(programs.order_by("currency", "-starts_at").distinct("currency"))


def rate_of(program: PointsProgram) -> Rate:
    """A program as the pure engine takes it."""
    return Rate(program.points, Money(program.value, program.currency), program.step)


def cap_rule(currency: str, *, now: datetime) -> CapRule:
    """How much reward money an order may use now, as the pure engine takes it."""
    policy = current_policy(currency, now=now)
    return USUAL if policy is None else rule_of(policy)


def grace_after_refund(currency: str, *, now: datetime) -> timedelta:
    """For how long a refund brings expired rewards back to life, as the store has decided."""
    policy = current_policy(currency, now=now)
    return USUAL_GRACE if policy is None else timedelta(days=policy.grace_days)


def rule_of(policy: RewardPolicy) -> CapRule:
    """A policy as the pure engine takes it."""

    def money(amount: Decimal | None) -> Money | None:
        return (
            None if amount is None else from_minor(to_minor(Money(amount, policy.currency)), policy.currency)
        )

    return CapRule(
        most=money(policy.most),
        percent=policy.percent,
        minimum_order=money(policy.minimum_order),
        with_coupon=policy.with_coupon,
        excluded_products=frozenset(policy.excluded_products),
        excluded_categories=frozenset(policy.excluded_categories),
    )


def cap_for(*, total: Money, lines: Sequence[OrderLine] = (), has_coupon: bool = False, now: datetime) -> Cap:
    """The most that reward money may pay of this order now, and why."""
    rule = cap_rule(str(total.currency), now=now)
    return reward_cap(rule, total=total, lines=lines, has_coupon=has_coupon)
