"""Writing a message, in the transaction of the change that it tells of."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from notifications.details import Detail, keep
from notifications.enums import Kind
from notifications.jobs import hand_over_message
from notifications.models import OutboxMessage
from wallet_project.core.db import require_transaction


def enqueue(
    *,
    kind: str,
    recipient_id: int,
    dedupe_key: str,
    context: Mapping[str, Detail],
    subject: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Tell a customer, and other systems, of what the open transaction does, if it commits.

    Costs one INSERT; a second call with the same `dedupe_key` changes nothing. Delivery starts
    after the commit and never reports back: mail server and broker may be down. `context` holds
    what people read (`texts.CONTEXT_NAMES` says which): text, `Money`, days, moments and lazily
    translated words, written in the reader's language. `subject` and `data` are for webhooks (see
    `OutboxMessage`). Raises `NotInTransaction`, and `ValueError` for an unknown kind.
    """
    message = prepare(
        kind=kind,
        recipient_id=recipient_id,
        dedupe_key=dedupe_key,
        context=context,
        subject=subject,
        data=data,
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def prepare(
    *,
    kind: str,
    recipient_id: int,
    dedupe_key: str,
    context: Mapping[str, Detail],
    subject: str = "",
    data: Mapping[str, Any] | None = None,
) -> OutboxMessage:
    """As `enqueue`, but the row is the caller's to insert with rows of its own (`insert_together`), in
    the same transaction. The `dedupe_key` must be new."""
    require_transaction()
    message = OutboxMessage(
        kind=Kind(kind),
        recipient_id=recipient_id,
        dedupe_key=dedupe_key,
        context=keep(context),
        subject=subject or f"customer:{recipient_id}",
        data=dict(data or {}),
    )
    hand_over_message(message.pk)
    return message


class BulkMessage(NamedTuple):
    """One of many messages of a kind. `context` and `data` as for `enqueue`."""

    recipient_id: int
    dedupe_key: str
    context: Mapping[str, Detail]
    data: Mapping[str, Any] = MappingProxyType({})


# Keys that were used before are passed over. Each message is due a moment after the one before it,
# so that many go out at a set rate and don't stand in the way of what customers wait for.
ENQUEUE_MANY = """
    INSERT INTO notifications_outboxmessage
        (id, kind, recipient_id, dedupe_key, subject, context, data, due_at, created_at)
    SELECT uuidv7(), %(kind)s, u.recipient, u.key, '', u.context::jsonb, u.data::jsonb,
           %(first_at)s + u.number * interval '1 minute' / %(rate)s, now()
    FROM unnest(%(recipients)s::bigint[], %(keys)s::text[], %(contexts)s::text[], %(data)s::text[])
        WITH ORDINALITY AS u (recipient, key, context, data, number)
    ON CONFLICT (dedupe_key) DO NOTHING
"""


def enqueue_many(
    *, kind: str, messages: Sequence[BulkMessage], first_at: datetime | None = None, before: int = 0
) -> int:
    """Tell many customers of what the open transaction does, with one statement.

    Answers with how many messages are new: a `dedupe_key` that was used before changes nothing. The
    sweep sends them, `settings.NOTIFICATIONS_BULK_PER_MINUTE` from `first_at` (now) on; `before` is
    how many of the same mailing were enqueued earlier. Raises `NotInTransaction`, and `ValueError`
    for an unknown kind.
    """
    connection = require_transaction()
    rate = settings.NOTIFICATIONS_BULK_PER_MINUTE
    values: dict[str, Any] = {
        "kind": Kind(kind).value,
        "first_at": (first_at or timezone.now()) + before * timedelta(minutes=1) / rate,
        "rate": rate,
        "recipients": [message.recipient_id for message in messages],
        "keys": [message.dedupe_key for message in messages],
        "contexts": _as_json([message.context for message in messages], keep),
        "data": _as_json([message.data for message in messages], dict),
    }
    with connection.cursor() as cursor:
        cursor.execute(ENQUEUE_MANY, values)
        return int(cursor.rowcount)


def _as_json(
    rows: Sequence[Mapping[str, Any]], prepare: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> list[str]:
    """Each as JSON; one that stands there many times is written once."""
    texts = {id(row): json.dumps(prepare(row)) for row in {id(row): row for row in rows}.values()}
    return [texts[id(row)] for row in rows]
