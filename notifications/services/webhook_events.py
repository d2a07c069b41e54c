"""What other systems are told of a message."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.enums import EndpointStatus
from notifications.kinds import FACTS
from notifications.models import OutboxMessage, WebhookDelivery, WebhookEndpoint
from notifications.texts import details_of


def write_webhooks(message: OutboxMessage, *, now: datetime) -> list[UUID]:
    """The deliveries of a message to every endpoint that wants its event. Call it in the transaction
    that marks the message as given out."""
    event = FACTS[message.kind].event  # type: ignore[index]
    endpoints = WebhookEndpoint.objects.filter(status=EndpointStatus.ACTIVE)
    rows = [
        WebhookDelivery(
            endpoint=endpoint,
            message=message,
            event=event,
            event_id=message.pk,
            subject=message.subject,
            body=event_body(event, message.created_at, event_data(message)),
            next_attempt_at=now,
        )
        for endpoint in endpoints
        if not endpoint.events or event in endpoint.events
    ]
    WebhookDelivery.objects.bulk_create(rows)
    return [row.pk for row in rows]


def event_data(message: OutboxMessage) -> dict[str, Any]:
    """Whom it is about, the data of the event, and its details in the store's words."""
    recipient = message.recipient
    customer = {"id": str(recipient.pk), "reference": getattr(recipient, "reference", None)}
    return {"customer": customer, "details": details_of(message), **message.data}


def event_body(event: str, moment: datetime, data: dict[str, Any]) -> str:
    """The payload as Standard Webhooks has it: type, timestamp, data."""
    payload = {"type": event, "timestamp": moment.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
