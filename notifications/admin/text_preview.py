"""A letter to look at: with real details where there are some, in light and in dark."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from notifications.enums import Kind
from notifications.models import OutboxMessage
from notifications.samples import sample_message

# Nothing in it runs, and nothing is loaded from elsewhere.
PREVIEW_POLICY: Final[dict[str, Any]] = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups"],
}


def example(request: HttpRequest, kind: Kind) -> OutboxMessage:
    """The newest message of the kind as if it went to the staff member, for whoever may read messages;
    else a made-up one. Links in it that turn something off are the staff member's own."""
    made_up = sample_message(kind, request.user)
    if request.user.has_perm("notifications.view_outboxmessage"):
        newest = OutboxMessage.objects.filter(kind=kind).order_by("-pk").first()
        if newest is not None:
            made_up.context = newest.context
    return made_up


def in_theme(html: str, *, dark: bool) -> str:
    """The letter as a mail program in this theme shows it, whatever the browser's theme is."""
    scheme, media = ("dark", "@media all") if dark else ("light", "@media not all")
    fixed = html.replace("@media (prefers-color-scheme: dark)", media)
    return fixed.replace('content="light dark"', f'content="{scheme}"')
