"""Writing a message, in the transaction of the change that it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from notifications.enums import Kind
from notifications.models import OutboxMessage
from wallet_project.core.db import after_commit, require_transaction


def enqueue(
    *,
    kind: str,
    recipient_id: int,
    dedupe_key: str,
    context: Mapping[str, str],
    subject: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Tell a customer, and other systems, of what the open transaction does, if it commits.

    Costs one INSERT; a second call with the same `dedupe_key` changes nothing. Delivery starts
    after the commit and never reports back: mail server and broker may be down. `context` holds
    strings formatted for the reader; `texts.CONTEXT_NAMES` says which. `subject` and `data` are for
    webhooks (see `OutboxMessage`). Raises `NotInTransaction`, and `ValueError` for an unknown kind.
    """
    require_transaction()
    message = OutboxMessage(
        kind=Kind(kind),
        recipient_id=recipient_id,
        dedupe_key=dedupe_key,
        context=dict(context),
        subject=subject or f"customer:{recipient_id}",
        data=dict(data or {}),
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    dispatch_after_commit(message.pk)


def dispatch_after_commit(message_id: UUID) -> None:
    """Hand the message to a worker once the open transaction has committed."""
    # The task calls the service that is next to this one: they can't both be imported first.
    from notifications.tasks import dispatch_message

    after_commit(dispatch_message, message_id=str(message_id))
