"""A reward on a customer's birthday, once a year."""

from __future__ import annotations

from calendar import isleap
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from rewards.enums import Activity
from rewards.models import ActivityRecord
from rewards.queries_earning import day_of
from rewards.services import record_activity

CHUNK: Final = 500
# A beat that was down over a birthday finds it on the days after.
DAYS_BACK: Final = 2


def reward_birthdays(*, now: datetime) -> int:
    """Reward the customers whose birthday it is in the store's time zone, or was in the last days
    while nobody looked; answers with how many.

    Who notes a birthday on the day itself, or after it, is rewarded a year later. Safe to repeat.
    """
    today = timezone.localdate(now)
    days = [today - timedelta(days=back) for back in range(DAYS_BACK + 1)]
    return sum(_reward_those_of(day, now=now) for day in days)


def _reward_those_of(day: date, *, now: datetime) -> int:
    reference, found, last = f"birthday:{day.year}", 0, 0
    while ids := _born_on(day, reference, now=now, after=last):
        for customer_id in ids:
            record_activity(customer_id=customer_id, activity=Activity.BIRTHDAY, reference=reference, now=now)
        found, last = found + len(ids), ids[-1]
    return found


def _born_on(day: date, reference: str, *, now: datetime, after: int) -> list[int]:
    """The next customers with this birthday who have not been rewarded for this year."""
    begin, _end = day_of(now - (timezone.localdate(now) - day))
    rewarded = ActivityRecord.objects.filter(
        customer_id=OuterRef("pk"), activity=Activity.BIRTHDAY, reference=reference
    )
    customers = get_user_model().objects.filter(
        _is_birthday(day), ~Exists(rewarded), is_active=True, birthday_set_at__lt=begin, pk__gt=after
    )
    return list(customers.order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _is_birthday(day: date) -> Q:
    """Born on such a day; in years without a 29 February, that one is had on the 28th."""
    born = Q(birthday__month=day.month, birthday__day=day.day)
    if (day.month, day.day) == (2, 28) and not isleap(day.year):
        born |= Q(birthday__month=2, birthday__day=29)
    return born
