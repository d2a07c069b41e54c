"""What is found out about a message when it is given out, so that no payment waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from notifications.details import Detail, keep
from notifications.enums import Kind
from notifications.models import OutboxMessage
from notifications.texts import language_of
from wallet_project.core.zones import zone_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """A message as whoever adds to it sees it. `at` is when it was written."""

    recipient_id: int
    context: Mapping[str, Any]
    data: Mapping[str, Any]
    at: datetime


FindDetails = Callable[[Told], Mapping[str, Detail]]
_finders: dict[tuple[Kind, str], FindDetails] = {}


def register_details(*, kind: str, name: str, find: FindDetails) -> None:
    """Let `find` add to the context of this kind of message when it is given out, in the language and
    the time zone of its recipient.

    It only reads, and may be called again. What the context says already stays. If it fails, the
    message goes out without its part. `name` tells several of a kind apart. Safe to repeat; call it
    when the app is ready.
    """
    _finders[Kind(kind), name] = find


def add_details(message: OutboxMessage) -> None:
    """Put what was registered for its kind into the message; the caller saves it."""
    finders = [find for (kind, _name), find in _finders.items() if kind == message.kind]
    recipient = message.recipient
    with translation.override(language_of(recipient)), timezone.override(zone_of(recipient)):
        for find in finders:
            found = keep(_found(find, message))
            said = {name: value for name, value in message.context.items() if value}
            message.context = {**message.context, **found, **said}


def _found(find: FindDetails, message: OutboxMessage) -> Mapping[str, Detail]:
    told = Told(message.recipient_id, message.context, message.data, message.created_at)
    try:
        with transaction.atomic():
            return find(told)
    except Exception:
        logger.exception("Message %s goes out without some of its details.", message.pk)
        return {}
