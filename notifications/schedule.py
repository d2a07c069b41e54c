"""When a message may go out: promotional ones wait for the end of a person's quiet hours, and by e-mail
for their digest, if they want one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from notifications.enums import PROMOTIONAL_GROUPS, Group, Pace
from notifications.models import NotificationSettings
from wallet_project.core.zones import zone_of

MONDAY = 0


@dataclass(frozen=True, slots=True)
class Times:
    """When a message may first go out, and when its digest does; None where it goes on its own."""

    start: datetime
    digest_at: datetime | None = None


def times_of(recipient: Any, group: Group, *, now: datetime) -> Times:
    """When a message of this group goes out to this person: at once, unless it can wait."""
    if group not in PROMOTIONAL_GROUPS:
        return Times(now)
    wishes = NotificationSettings.objects.filter(pk=recipient.pk).first()
    if wishes is None:
        return Times(now)
    zone = zone_of(recipient)
    return Times(_after_quiet(now, wishes, zone), digest_at(wishes, zone, now=now))


def digest_at(wishes: NotificationSettings, zone: tzinfo, *, now: datetime) -> datetime | None:
    """When the next digest goes out after `now`, in the person's zone and outside their quiet hours;
    None for somebody who wants none."""
    if wishes.pace == Pace.AT_ONCE:
        return None
    day = now.astimezone(zone).date()
    if wishes.pace == Pace.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    hour = time(wishes.digest_hour)
    if datetime.combine(day, hour, zone) <= now:
        day += timedelta(days=7 if wishes.pace == Pace.WEEKLY else 1)
    return _after_quiet(datetime.combine(day, hour, zone), wishes, zone)


def _after_quiet(moment: datetime, wishes: NotificationSettings, zone: tzinfo) -> datetime:
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return moment
    return after_quiet_hours(moment, wishes.quiet_from, wishes.quiet_until, zone)


def after_quiet_hours(now: datetime, start: time, end: time, zone: tzinfo) -> datetime:
    """`now`, or when the quiet hours end that it falls into. They may go over midnight."""
    local = now.astimezone(zone)
    moment = local.time()
    within = start <= moment < end if start < end else moment >= start or moment < end
    if not within:
        return now
    day = local.date() + timedelta(days=1) if start > end and moment >= start else local.date()
    return datetime.combine(day, end, zone)
