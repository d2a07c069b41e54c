"""Messages to test with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from notifications.enums import Kind
from notifications.models import OutboxMessage
from tests.factories.wallets import make_user

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def make_message(**fields: Any) -> OutboxMessage:
    """A message that waits to be sent at `NOW`."""
    recipient = fields.pop("recipient", None) or make_user(name="Mira Petrova")
    fields.setdefault("kind", Kind.MONEY_ADDED)
    fields.setdefault("dedupe_key", f"test:{recipient.pk}")
    fields.setdefault("context", {"amount": "€10.00", "balance": "€12.00"})
    fields.setdefault("next_attempt_at", NOW)
    return OutboxMessage.objects.create(recipient=recipient, **fields)
