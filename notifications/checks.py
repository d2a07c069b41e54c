"""What `manage.py check` says about providers that the settings name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from notifications.channels.provider import is_readable


@register
def check_providers(**kwargs: Any) -> list[CheckMessage]:
    """A provider that can't be used is found when the store starts, not when a message waits."""
    hint = "Install requirements-extras.txt, and write the address as the documentation of apprise has it."
    return [
        Error(f"{name} can't be used.", hint, id="notifications.E001")
        for name in ("NOTIFICATIONS_SMS_URL", "NOTIFICATIONS_PUSH_URL")
        if getattr(settings, name) and not is_readable(getattr(settings, name))
    ]
