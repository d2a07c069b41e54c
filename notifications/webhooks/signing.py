"""Signatures as Standard Webhooks (standardwebhooks.com) has them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from standardwebhooks import Webhook

from notifications.models import WebhookEndpoint


def webhook_id(event_id: UUID) -> str:
    """What the other system knows an event by: the same at each attempt."""
    return f"msg_{event_id.hex}"


def signed_headers(endpoint: WebhookEndpoint, event_id: UUID, body: str, now: datetime) -> dict[str, str]:
    """The headers of one event. The same event has the same `webhook-id` at each attempt; during a
    rotation there are two signatures, of the new and the old secret."""
    name = webhook_id(event_id)
    secrets = [endpoint.secret]
    if endpoint.previous_secret and endpoint.previous_until is not None and endpoint.previous_until > now:
        secrets.append(endpoint.previous_secret)
    signatures = [Webhook(secret).sign(name, now, body) for secret in secrets]
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
