"""The letter that holds many messages, in its recipient's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from notifications.models import OutboxMessage
from notifications.texts import Letter, Notice, language_of, page_of, render_notices
from notifications.unsubscribe import unsubscribe_url

# So many are written out; the rest are counted, and wait in the inbox.
MOST_SHOWN: Final = 30


def render_digest(recipient: Any, messages: Sequence[OutboxMessage]) -> Letter:
    """One letter that says what each of these messages says, the oldest first."""
    with translation.override(language_of(recipient)):
        return digest_of(recipient, messages, render_notices(messages[:MOST_SHOWN]))


def digest_of(
    recipient: Any, messages: Sequence[OutboxMessage], shown: Sequence[tuple[OutboxMessage, Notice]]
) -> Letter:
    """The letter of these messages, in the active language; of those that are `shown` it says all."""
    context = {
        "recipient": recipient,
        "store": settings.STORE_NAME,
        "site_url": settings.SITE_URL,
        "url": _inbox_url(),
        "leads": True,
        "unsubscribe_url": unsubscribe_url(messages[0]),
        "count": len(messages),
        "parts": [(notice, _link(message)) for message, notice in shown],
        "further": len(messages) - len(shown),
    }
    context["subject"] = " ".join(_render("subject.txt", context).split())
    return Letter(
        subject=context["subject"],
        text=_render("txt", context).strip() + "\n",
        html=_render("html", context),
    )


def _link(message: OutboxMessage) -> str:
    """Where one message leads."""
    path = page_of(message)
    return urljoin(settings.SITE_URL + "/", path) if path else ""


def _inbox_url() -> str:
    try:
        return f"{settings.SITE_URL}{reverse('notifications:inbox')}"
    except NoReverseMatch:
        return f"{settings.SITE_URL}"


def _render(suffix: str, context: dict[str, Any]) -> str:
    return render_to_string(f"notifications/digest.{suffix}", context)
