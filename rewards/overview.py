"""A customer's rewards at a glance: what can be used, what is coming, what expires when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.caps import Cap, reward_cap
from rewards.enums import POINTS, AccrualStatus
from rewards.models import Accrual, CreditLot, PointsConversion, RewardWallet
from rewards.queries import cap_rule
from rewards.words import cause_of
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor, to_minor, zero

MOST_ROWS = 20
# An order that customers of the currency find usual, to say in numbers what the store's cap means.
EXAMPLES = {"JPY": "8000", "INR": "4000", "KWD": "25.000"}
USUAL_EXAMPLE = "80.00"


@dataclass(frozen=True, slots=True)
class Expiring:
    """So much goes at that moment, unless it is used before."""

    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class Coming:
    """So much was earned and can be used from `at` on, after delivery if that is None."""

    amount: Money
    at: datetime | None
    cause: str


@dataclass(frozen=True, slots=True)
class RewardsOfUnit:
    """A customer's rewards in one currency, or their points. `wallet_id` is None for a customer who
    has no such wallet yet. What has expired is in none of the amounts."""

    wallet_id: UUID | None
    available: Money
    held: Money
    pending: Money
    expiring: tuple[Expiring, ...] = ()
    coming: tuple[Coming, ...] = ()

    @property
    def balance(self) -> Money:
        return self.available + self.held

    @property
    def currency(self) -> str:
        return str(self.available.currency)

    @property
    def is_empty(self) -> bool:
        return not (self.balance.amount or self.pending.amount)


@dataclass(frozen=True, slots=True)
class RewardsOverview:
    """`money` in the store's currency, `further` in others if there is any, and points."""

    money: RewardsOfUnit
    points: RewardsOfUnit
    further: tuple[RewardsOfUnit, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.money.is_empty and self.points.is_empty and not self.further

    @property
    def expiring(self) -> list[Expiring]:
        """What expires, the soonest first."""
        return sorted((one for unit in self._units for one in unit.expiring), key=lambda one: one.at)

    @property
    def coming(self) -> list[Coming]:
        """What is on its way, money first."""
        return [one for unit in self._units for one in unit.coming]

    @property
    def _units(self) -> tuple[RewardsOfUnit, ...]:
        return (self.money, *self.further, self.points)


def rewards_overview(*, customer_id: int, now: datetime) -> RewardsOverview:
    """All of a customer's rewards, in four queries however many there are."""
    wallets = list(
        RewardWallet.objects.filter(customer_id=customer_id)
        .select_related("held_account", "pending_account")
        .order_by("currency")
    )
    usable, expiring, coming = _usable(wallets, now), _expiring(wallets, now), _coming(wallets)
    units = {wallet.currency: _unit(wallet, usable, expiring, coming) for wallet in wallets}
    money = units.pop(settings.STORE_CURRENCY, None) or _nothing(settings.STORE_CURRENCY)
    points = units.pop(POINTS, None) or _nothing(POINTS)
    return RewardsOverview(money, points, tuple(unit for unit in units.values() if not unit.is_empty))


def own_conversion(*, customer_id: int, conversion_id: UUID) -> PointsConversion:
    """The customer's own conversion. Raises `NotFound` for any other."""
    found = PointsConversion.objects.filter(pk=conversion_id, account__customer_id=customer_id)
    conversion = found.select_related("account").first()
    if conversion is None:
        raise NotFound(_("conversion"))
    return conversion


def example_cap(currency: str, *, now: datetime) -> Cap:
    """How much reward money a usual order could use now: "an order of 80.00 could use 8.00"."""
    total = Money(Decimal(EXAMPLES.get(currency, USUAL_EXAMPLE)), currency)
    rule = cap_rule(currency, now=now)
    if rule.minimum_order is not None and rule.minimum_order > total:
        total = rule.minimum_order
    return reward_cap(rule, total=from_minor(to_minor(total), currency))


def _unit(
    wallet: RewardWallet,
    usable: dict[UUID, int],
    expiring: list[CreditLot],
    coming: list[Accrual],
) -> RewardsOfUnit:
    currency = wallet.currency
    return RewardsOfUnit(
        wallet_id=wallet.pk,
        available=from_minor(usable.get(wallet.pk, 0), currency),
        held=wallet.held,
        pending=wallet.pending,
        expiring=tuple(_expiries(lot for lot in expiring if lot.wallet_id == wallet.pk)),
        coming=tuple(
            Coming(
                from_minor(accrual.amount - accrual.clawed_back, currency),
                accrual.matures_at,
                cause_of(accrual.activity, accrual.reference),
            )
            for accrual in coming
            if accrual.wallet_id == wallet.pk
        ),
    )


def _nothing(currency: str) -> RewardsOfUnit:
    return RewardsOfUnit(None, zero(currency), zero(currency), zero(currency))


def _usable(wallets: list[RewardWallet], now: datetime) -> dict[UUID, int]:
    lots = CreditLot.objects.filter(wallet__in=wallets, remaining__gt=0)
    valid = lots.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    return dict(valid.order_by().values_list("wallet_id").annotate(Sum("remaining")))


def _expiring(wallets: list[RewardWallet], now: datetime) -> list[CreditLot]:
    lots = CreditLot.objects.filter(wallet__in=wallets, remaining__gt=0, expires_at__gt=now)
    return list(lots.select_related("wallet").order_by("expires_at", "id")[:MOST_ROWS])


def _expiries(lots: Iterable[CreditLot]) -> Iterable[Expiring]:
    """Lots that expire at the same moment are one line."""
    sums: dict[datetime, Money] = {}
    for lot in lots:
        assert lot.expires_at is not None
        sums[lot.expires_at] = sums.get(lot.expires_at, zero(lot.wallet.currency)) + lot.left
    return (Expiring(amount, at) for at, amount in sums.items())


def _coming(wallets: list[RewardWallet]) -> list[Accrual]:
    pending = Accrual.objects.filter(wallet__in=wallets, status=AccrualStatus.PENDING)
    return list(pending.order_by("matures_at", "id")[:MOST_ROWS])
