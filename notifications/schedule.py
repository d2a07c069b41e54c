"""When a message may go out: promotional ones wait for the end of a person's quiet hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from notifications.enums import PROMOTIONAL_GROUPS, Group
from notifications.models import NotificationSettings
from wallet_project.core.zones import zone_of


def first_attempt_at(recipient: Any, group: Group, *, now: datetime) -> datetime:
    """Now, or the end of the recipient's quiet hours for what can wait."""
    if group not in PROMOTIONAL_GROUPS:
        return now
    quiet = NotificationSettings.objects.filter(pk=recipient.pk).first()
    if quiet is None or quiet.quiet_from is None or quiet.quiet_until is None:
        return now
    return after_quiet_hours(now, quiet.quiet_from, quiet.quiet_until, zone_of(recipient))


def after_quiet_hours(now: datetime, start: time, end: time, zone: tzinfo) -> datetime:
    """`now`, or when the quiet hours end that it falls into. They may go over midnight."""
    local = now.astimezone(zone)
    moment = local.time()
    within = start <= moment < end if start < end else moment >= start or moment < end
    if not within:
        return now
    day = local.date() + timedelta(days=1) if start > end and moment >= start else local.date()
    return datetime.combine(day, end, zone)
