"""Reading rewards: what can be spent, what is coming, what the store has decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from djmoney.money import Money

from rewards.caps import Cap, CapRule, OrderLine, reward_cap
from rewards.conversion import Rate
from rewards.enums import ConversionTarget
from rewards.expiries import Left
from rewards.models import (
    CreditLot,
    PointsConversion,
    PointsProgram,
    RewardAdjustment,
    RewardAdjustmentRequest,
    RewardPolicy,
    RewardWallet,
)
from wallet_project.core.money import from_minor, to_minor
from wallets.enums import APPROVAL_REFUSED, ApprovalStatus
from wallets.models import Wallet
from wallets.services.posting import balance_at

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


def with_amounts(wallets: QuerySet[RewardWallet], *, now: datetime) -> QuerySet[RewardWallet]:
    """The same wallets, each with `usable` (what can be spent now), `expires_next` (the next moment at
    which something goes) and `expiring_next` (how much), in minor units; in the same query."""
    left = CreditLot.objects.filter(wallet=OuterRef("pk"), remaining__gt=0).order_by()
    valid = left.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    sums = valid.values("wallet").annotate(total=Sum("remaining")).values("total")
    going = left.filter(expires_at__gt=now).values("expires_at").annotate(total=Sum("remaining"))
    soonest = going.order_by("expires_at")
    accounts = wallets.select_related("customer", "held_account", "pending_account")
    return accounts.annotate(
        usable=Coalesce(Subquery(sums), 0),
        expires_next=Subquery(soonest.values("expires_at")[:1]),
        expiring_next=Subquery(soonest.values("total")[:1]),
    )


@dataclass(frozen=True, slots=True)
class PastRewards:
    """What was booked in a reward wallet at an instant. What had expired is in it until a worker, or
    whoever spent next, took it out."""

    at: datetime
    available: Money
    held: Money
    pending: Money

    @property
    def balance(self) -> Money:
        return self.available + self.held


def rewards_at(wallet: RewardWallet, *, at: datetime) -> PastRewards:
    """What was booked in it at that instant, that instant included."""
    return PastRewards(
        at=at,
        available=balance_at(account_id=wallet.available_account_id, at=at),
        held=balance_at(account_id=wallet.held_account_id, at=at),
        pending=balance_at(account_id=wallet.pending_account_id, at=at),
    )


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


def wallet_to_credit(program: PointsProgram, *, customer_id: int) -> UUID | None:
    """The wallet or reward wallet to which a conversion of the customer's points goes; None if the
    conversion opens it."""
    kind = Wallet if program.target == ConversionTarget.WALLET else RewardWallet
    found = kind.objects.filter(customer_id=customer_id, currency=program.currency)
    return found.values_list("pk", flat=True).first()


def with_credited_wallet(conversions: QuerySet[PointsConversion]) -> QuerySet[PointsConversion]:
    """The same conversions, each with `credited_id`, the wallet or reward wallet to which it went."""
    its = {"customer": OuterRef("account__customer"), "currency": OuterRef("program__currency")}
    wallet = Subquery(Wallet.objects.filter(**its).values("pk"))
    reward_wallet = Subquery(RewardWallet.objects.filter(**its).values("pk"))
    to_wallet = When(target=ConversionTarget.WALLET, then=wallet)
    return conversions.annotate(credited_id=Case(to_wallet, default=reward_wallet))


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


def adjusted_within_day(actor_id: int, currency: str, *, now: datetime) -> Money:
    """What one admin moved alone, asked for, or approved within 24 hours; what was refused does not
    count."""
    since = now - timedelta(days=1)
    alone = RewardAdjustment.objects.filter(actor_id=actor_id, created_at__gte=since, request=None)
    asked = RewardAdjustmentRequest.objects.filter(requester_id=actor_id, created_at__gte=since)
    approved = RewardAdjustmentRequest.objects.filter(
        approver_id=actor_id, decided_at__gte=since, status=ApprovalStatus.APPROVED
    )
    sums = (
        rows.filter(wallet__currency=currency).aggregate(total=Sum("amount"))["total"] or 0
        for rows in (alone, asked.exclude(status__in=APPROVAL_REFUSED), approved)
    )
    return from_minor(sum(sums), currency)
