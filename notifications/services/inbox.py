"""What a person does with the messages in their inbox. Another's message is not found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from notifications.models import OutboxMessage
from wallet_project.core.exceptions import NotFound

# How many messages a person has not read, counted up to 100, for a query that knows their key as
# `who.customer_id`: so a page can show it without a query of its own.
UNREAD_SQL = """
    SELECT count(*) FROM (
        SELECT 1 FROM notifications_outboxmessage message
        WHERE message.recipient_id = who.customer_id AND message.read_at IS NULL
            AND message.archived_at IS NULL
        LIMIT 100
    ) unread
"""


def mark_read(*, recipient_id: int, message_id: UUID, now: datetime) -> None:
    """Note that the person has read it. Safe to repeat: the first time stays. Raises `NotFound`."""
    _own(recipient_id, message_id)
    OutboxMessage.objects.filter(pk=message_id, read_at=None).update(read_at=now)


def mark_all_read(*, recipient_id: int, now: datetime) -> int:
    """Note that the person has read all; answers with how many were new. Safe to repeat."""
    return OutboxMessage.objects.filter(recipient_id=recipient_id, read_at=None).update(read_at=now)


def archive_message(*, recipient_id: int, message_id: UUID, now: datetime) -> None:
    """Take it out of the inbox; it can still be found in the archive. Safe to repeat. Raises
    `NotFound`."""
    _own(recipient_id, message_id)
    OutboxMessage.objects.filter(pk=message_id, archived_at=None).update(archived_at=now)


def _own(recipient_id: int, message_id: UUID) -> None:
    if not OutboxMessage.objects.filter(pk=message_id, recipient_id=recipient_id).exists():
        raise NotFound(_("message"))
