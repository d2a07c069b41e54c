"""Whose clock a page goes by."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone


def zone_of(user: Any) -> tzinfo:
    """The customer's time zone, where the user model knows one; else the store's."""
    try:
        return ZoneInfo(getattr(user, "time_zone", "") or "")
    except (ValueError, OSError, KeyError):
        return timezone.get_default_timezone()
