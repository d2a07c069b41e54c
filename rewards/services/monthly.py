"""Monthly statements: what there was in a customer's wallets, what came in, what went out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from notifications.services import BulkMessage, enqueue_many
from rewards.enums import POINTS
from rewards.models import RewardWallet, StatementRun
from wallet_project.core.money import as_data, from_minor
from wallet_project.core.words import written
from wallets.models import Wallet
from wallets.turnovers import Turnover, turnovers

CHUNK: Final = 500
# A month's statements go out in the morning of the first day of the next; a store that was down for
# longer than this leaves them out, and so does one that is new.
FROM_HOUR: Final = 8
UNTIL_DAY: Final = 5


class Pot(NamedTuple):
    """A customer's wallet, reward wallet or points account (`part`) in one currency."""

    customer_id: int
    part: str
    currency: str


def open_statement_runs(*, now: datetime) -> list[int]:
    """The runs that are to be brought on, one for each time zone whose month has ended. Safe to repeat."""
    due = [(_month_before(now, zone), zone) for zone in _zones() if _is_time(now, zone)]
    StatementRun.objects.bulk_create(
        [StatementRun(month=month, zone=zone) for month, zone in due], ignore_conflicts=True
    )
    return list(StatementRun.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True))


def run_statement_chunk(*, run_id: int, now: datetime) -> bool:
    """Write the statements of the next customers of a run; answers whether there may be more.

    Only who had money or points, or a movement, in that month gets one; each customer one for each
    month, whatever their zone is by then. Safe to repeat, also at once, and to be killed anywhere.
    """
    with transaction.atomic():
        run = StatementRun.objects.select_for_update(skip_locked=True).filter(pk=run_id).first()
        if run is None or run.finished_at is not None:
            return False
        some = list(_people(run.zone).filter(pk__gt=run.last_customer_id).order_by("pk")[:CHUNK])
        if some:
            messages = _messages(run, some)
            run.told += enqueue_many(
                kind="monthly_statement", messages=messages, first_at=now, before=run.told
            )
            run.last_customer_id = some[-1].pk
        run.finished_at = now if len(some) < CHUNK else None
        run.save(update_fields=["told", "last_customer_id", "finished_at"])
        return run.finished_at is None


def _zones() -> list[str]:
    """The time zones of all customers."""
    users = get_user_model()._default_manager
    return list(users.order_by().values_list("time_zone", flat=True).distinct())


def _people(zone: str) -> QuerySet[Any]:
    return get_user_model()._default_manager.filter(is_active=True, time_zone=zone)


def _is_time(now: datetime, zone: str) -> bool:
    local = now.astimezone(_zone(zone))
    return local.day <= UNTIL_DAY and (local.day > 1 or local.hour >= FROM_HOUR)


def _month_before(now: datetime, zone: str) -> date:
    """The first day of the month before the one that it is there."""
    return (now.astimezone(_zone(zone)).date().replace(day=1) - timedelta(days=1)).replace(day=1)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return timezone.get_default_timezone()


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _messages(run: StatementRun, people: Sequence[Any]) -> list[BulkMessage]:
    zone = _zone(run.zone)
    since, until = (datetime.combine(day, time.min, zone) for day in (run.month, _next_month(run.month)))
    of_customer: dict[int, dict[Pot, Turnover]] = {}
    for pot, turnover in turnovers(_pots([person.pk for person in people]), since=since, until=until).items():
        if not turnover.is_empty:
            of_customer.setdefault(pot.customer_id, {})[pot] = turnover
    return [
        BulkMessage(
            person.pk,
            f"monthly_statement:{run.month:%Y-%m}:{person.pk}",
            _context(run.month, person, of_customer[person.pk]),
            {"month": f"{run.month:%Y-%m}", "wallets": _data(of_customer[person.pk])},
        )
        for person in people
        if person.pk in of_customer
    ]


def _pots(customer_ids: Sequence[int]) -> dict[Pot, Sequence[int]]:
    """The accounts of these customers: what can be spent and what is held."""
    columns = ("customer_id", "currency", "available_account_id", "held_account_id")
    wallets = Wallet.objects.filter(customer_id__in=customer_ids).values_list(*columns)
    rewards = RewardWallet.objects.filter(customer_id__in=customer_ids).values_list(*columns)
    found: dict[Pot, Sequence[int]] = {
        Pot(customer, "wallet", currency): accounts for customer, currency, *accounts in wallets
    }
    for customer, currency, *accounts in rewards:
        found[Pot(customer, "points" if currency == POINTS else "reward", currency)] = accounts
    return found


def _context(month: date, person: Any, found: dict[Pot, Turnover]) -> dict[str, str]:
    """The figures of the store's currency and of points each by name; further currencies in a line."""
    further = []
    with translation.override(getattr(person, "locale", "") or settings.LANGUAGE_CODE):
        context = {"month": date_format(month, "F Y"), "url": _url(month)}
        for pot, turnover in sorted(found.items()):
            figures = {
                name: written(from_minor(minor, pot.currency)) for name, minor in _figures(turnover).items()
            }
            if pot.currency in (settings.STORE_CURRENCY, POINTS):
                context |= {f"{pot.part}_{name}": figure for name, figure in figures.items()}
            else:
                further.append(f"{figures['opening']} → {figures['closing']}")
    return context | ({"further": ", ".join(further)} if further else {})


def _figures(turnover: Turnover) -> dict[str, int]:
    return {name: getattr(turnover, name) for name in ("opening", "added", "spent", "closing")}


def _data(found: dict[Pot, Turnover]) -> list[dict[str, Any]]:
    return [
        {
            "part": pot.part,
            **{name: as_data(from_minor(minor, pot.currency)) for name, minor in _figures(turnover).items()},
        }
        for pot, turnover in sorted(found.items())
    ]


def _url(month: date) -> str:
    """The page of the month's movements."""
    query = urlencode(
        {"since": month.isoformat(), "until": (_next_month(month) - timedelta(days=1)).isoformat()}
    )
    try:
        return f"{reverse('wallets:transactions')}?{query}"
    except NoReverseMatch:
        return ""
