"""How much may be topped up, and adjusted by staff: the store's limits, sane ones where it has set none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.money import from_minor, parse_money, to_minor
from wallets.enums import TOP_UP_WAITING, TopUpStatus
from wallets.exceptions import TopUpOutOfLimits
from wallets.models import AdjustmentPolicy, TopUp, TopUpPolicy, TransferPolicy, Wallet

# A unit of each currency that buys about as much as ten euro.
ROUND_UNITS = {"EUR": 10, "USD": 10, "INR": 500, "JPY": 1000, "KWD": 5, "PTS": 1000}


@dataclass(frozen=True, slots=True)
class TopUpLimits:
    """All amounts in one currency."""

    presets: tuple[Money, ...]
    minimum: Money
    maximum: Money
    maximum_balance: Money
    daily_limit: Money


def limits_for(currency: str) -> TopUpLimits:
    """The store's limits for top-ups in a currency."""
    policy = TopUpPolicy.objects.filter(pk=currency).first()
    return _from_policy(policy) if policy is not None else _usual(currency)


def staff_limits_for(currency: str, *, now: datetime | None = None) -> AdjustmentPolicy:
    """How much staff may adjust in a currency. Nobody adjusts without bound until the store says so."""
    now = now or timezone.now()
    versions = AdjustmentPolicy.objects.filter(currency=currency, starts_at__lte=now)
    policy = versions.order_by("-starts_at").first()
    if policy is not None:
        return policy
    unit = Decimal(ROUND_UNITS.get(currency, 10))
    return AdjustmentPolicy(
        currency=currency,
        operations_each=unit * 10,
        finance_each=unit * 50,
        per_admin_and_day=unit * 200,
    )


@dataclass(frozen=True, slots=True)
class TransferLimits:
    """How much a customer may send: at once, and within 24 hours."""

    each: Money
    per_day: Money


def transfer_limits_for(currency: str) -> TransferLimits:
    """The store's limits for what customers send to each other in a currency."""
    policy = TransferPolicy.objects.filter(pk=currency).first()
    if policy is not None:
        return TransferLimits(_money(policy.each, currency), _money(policy.per_day, currency))
    unit = ROUND_UNITS.get(currency, 10)
    return TransferLimits(_money(unit * 10, currency), _money(unit * 25, currency))


def _usual(currency: str) -> TopUpLimits:
    unit = ROUND_UNITS.get(currency, 10)
    return TopUpLimits(
        presets=tuple(_money(unit * times, currency) for times in (1, 2, 5, 10)),
        minimum=_money(Decimal(unit) / 2, currency),
        maximum=_money(unit * 50, currency),
        maximum_balance=_money(unit * 100, currency),
        daily_limit=_money(unit * 100, currency),
    )


def _from_policy(policy: TopUpPolicy) -> TopUpLimits:
    currency = policy.currency
    return TopUpLimits(
        presets=tuple(parse_money(text, currency) for text in policy.presets.split(",") if text.strip()),
        minimum=_money(policy.minimum, currency),
        maximum=_money(policy.maximum, currency),
        maximum_balance=_money(policy.maximum_balance, currency),
        daily_limit=_money(policy.daily_limit, currency),
    )


def _money(amount: Decimal | int, currency: str) -> Money:
    return from_minor(to_minor(Money(amount, currency)), currency)


def require_within_limits(wallet: Wallet, amount: Money, *, now: datetime) -> None:
    """Raise `TopUpOutOfLimits` if the store doesn't allow this top-up. Call with the wallet locked."""
    limits = limits_for(wallet.currency)
    waiting = _sum(wallet, statuses=TOP_UP_WAITING)
    today = _sum(wallet, statuses=(*TOP_UP_WAITING, TopUpStatus.SUCCEEDED), since=now - timedelta(days=1))
    room = limits.maximum_balance - wallet.balance - waiting
    rest_today = limits.daily_limit - today
    if amount < limits.minimum:
        _refuse(_("The smallest top-up is %(limit)s."), limits.minimum)
    if amount > limits.maximum:
        _refuse(_("The largest top-up is %(limit)s."), limits.maximum)
    if amount > room:
        _refuse(
            _("Your wallet may hold %(most)s; you can add at most %(limit)s now."),
            room,
            limits.maximum_balance,
        )
    if amount > rest_today:
        _refuse(
            _("You can add %(most)s within 24 hours; %(limit)s of it is left."),
            rest_today,
            limits.daily_limit,
        )


def _refuse(message: str, limit: Money, most: Money | None = None) -> None:
    shown = limit if limit.amount > 0 else from_minor(0, str(limit.currency))
    raise TopUpOutOfLimits(message % {"limit": shown, "most": most}, limit=shown)


def _sum(wallet: Wallet, *, statuses: tuple[str, ...], since: datetime | None = None) -> Money:
    rows = TopUp.objects.filter(wallet=wallet, status__in=statuses)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    total = rows.aggregate(total=Sum("amount"))["total"]
    return _money(total or 0, wallet.currency)
