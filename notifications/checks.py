"""What `manage.py check` says about providers that the settings name."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from notifications.channels.provider import is_readable, provider_of


@register
def check_providers(**kwargs: Any) -> list[CheckMessage]:
    """A provider that can't be used is found when the store starts, not when a message waits."""
    hint = "Install requirements-extras.txt, and write the address as the documentation of apprise has it."
    return [
        Error(f"NOTIFICATIONS_{channel}_URL can't be used.", hint, id="notifications.E001")
        for channel in ("SMS", "PUSH")
        if provider_of(channel) and not is_readable(provider_of(channel))
    ]
