"""What other systems are told of a message."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.enums import EndpointStatus
from notifications.jobs import DELIVER_WEBHOOK, hand_over
from notifications.kinds import FACTS
from notifications.models import OutboxMessage, WebhookDelivery, WebhookEndpoint
from notifications.texts import details_of
from wallet_project.core.api.callers import reference_of
from wallet_project.core.db import require_transaction
from wallet_project.core.ids import uuid7


def write_webhooks(message: OutboxMessage, *, now: datetime) -> list[UUID]:
    """The deliveries of a message to every endpoint that wants its event. Call it in the transaction
    that marks the message as given out."""
    event = FACTS[message.kind].event  # type: ignore[index]
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
        for endpoint in _endpoints_for(event)
    ]
    WebhookDelivery.objects.bulk_create(rows)
    return [row.pk for row in rows]


def tell_systems(*, event: str, customer: Any, subject: str, data: dict[str, Any], now: datetime) -> None:
    """Tell other systems, and no customer, of something that was decided about `customer`: one of
    `OF_DECISIONS`. `data` names things as the API does; events of one `subject` keep their order. Call it
    once, in the transaction of the change. Raises `NotInTransaction`."""
    require_transaction()
    body = event_body(event, now, {"customer": reference_of(customer), **data})
    event_id = uuid7()
    rows = [
        WebhookDelivery(
            endpoint=endpoint,
            event=event,
            event_id=event_id,
            subject=subject,
            body=body,
            next_attempt_at=now,
        )
        for endpoint in _endpoints_for(event)
    ]
    for row in WebhookDelivery.objects.bulk_create(rows):
        hand_over(DELIVER_WEBHOOK, delivery_id=str(row.pk))


def _endpoints_for(event: str) -> list[WebhookEndpoint]:
    active = WebhookEndpoint.objects.filter(status=EndpointStatus.ACTIVE)
    return [endpoint for endpoint in active if not endpoint.events or event in endpoint.events]


def event_data(message: OutboxMessage) -> dict[str, Any]:
    """Whom it is about, as the API calls them, the data of the event, and its details in the store's
    words."""
    customer = reference_of(message.recipient)
    return {"customer": customer, "details": details_of(message), **message.data}


def event_body(event: str, moment: datetime, data: dict[str, Any]) -> str:
    """The payload as Standard Webhooks has it: type, timestamp, data."""
    payload = {"type": event, "timestamp": moment.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
