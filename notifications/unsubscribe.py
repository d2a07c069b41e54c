"""Turning off promotional e-mail with one click, without logging in (RFC 8058).

The address holds who and what, signed: it can be used again, and turns off nothing else.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import NoReverseMatch, reverse

from notifications.enums import PROMOTIONAL_GROUPS, Group
from notifications.kinds import FACTS
from notifications.models import OutboxMessage

SALT: Final = "notifications.unsubscribe"


def unsubscribe_url(message: OutboxMessage) -> str:
    """Where the reader turns off messages like this one; empty where that can't be, or where the
    store has no such page."""
    group = FACTS[message.kind].group  # type: ignore[index]
    if group not in PROMOTIONAL_GROUPS:
        return ""
    token = signing.dumps([message.recipient_id, group.value], salt=SALT)
    try:
        return f"{settings.SITE_URL}" + reverse("notifications:unsubscribe", args=[token])
    except NoReverseMatch:
        return ""


def read_token(token: str) -> tuple[int, Group] | None:
    """Whose messages of which group; None if nobody signed this."""
    try:
        user_id, group = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return int(user_id), Group(group)
