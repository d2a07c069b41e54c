"""One face to the many providers of SMS and push: the library `apprise`, an optional package.

A provider is an address in the settings, as the library's documentation has it, with `{to}` where the
recipient belongs: `twilio://SID:token@15551230000/{to}`, `ntfys://ntfy.example/{to}`.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.exceptions import DeliveryError

RECIPIENT: Final = "{to}"


def provider_of(channel: str) -> str:
    """The address of the provider for "SMS" or "PUSH"; empty where the settings name none."""
    return str(getattr(settings, f"NOTIFICATIONS_{channel}_URL", ""))


def hand_over(provider: str, *, to: str, title: str, text: str) -> None:
    """Send this text to one recipient, once. Raises `DeliveryError`, with what the provider said.

    The library does not tell a refusal for good from a provider that is down, so only an address that
    it can't read is permanent.
    """
    apprise = _library()
    target = apprise.Apprise(asset=_asset(apprise))
    if not target.add(provider.replace(RECIPIENT, quote(to, safe=""))):
        raise DeliveryError(_("The provider's address or the recipient can't be read."), permanent=True)
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:
        taken = target.notify(body=text, title=title)
        words = " ".join(said.getvalue().split())
    if not taken:
        raise DeliveryError(words or _("The provider did not take it."), permanent=False)


def is_readable(provider: str) -> bool:
    """Whether the library is there and understands this provider's address."""
    try:
        apprise = _library()
    except DeliveryError:
        return False
    return bool(apprise.Apprise(asset=_asset(apprise)).add(provider.replace(RECIPIENT, "15551230000")))


def _library() -> Any:
    """`apprise`, imported when it is needed: a store without SMS and push does without it."""
    try:
        return import_module("apprise")
    except ImportError as error:
        raise DeliveryError(_("The package “apprise” is not installed."), permanent=False) from error


def _asset(apprise: Any) -> Any:
    """It speaks in the store's name, shows no picture from elsewhere, and writes no addresses into logs."""
    return apprise.AppriseAsset(
        app_id=settings.STORE_NAME,
        app_desc=settings.STORE_NAME,
        app_url=settings.SITE_URL,
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        secure_logging=True,
    )
