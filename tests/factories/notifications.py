"""Messages to test with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from notifications.enums import ChannelName, Kind
from notifications.models import Delivery, OutboxMessage, WebhookDelivery, WebhookEndpoint
from notifications.services import dispatch_message
from notifications.services.endpoints import new_secret
from notifications.services.webhook_events import write_webhooks
from tests.factories.wallets import make_user

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def make_message(**fields: Any) -> OutboxMessage:
    """A message whose ways are not decided yet."""
    recipient = fields.pop("recipient", None) or make_user(name="Mira Petrova")
    fields.setdefault("kind", Kind.MONEY_ADDED)
    fields.setdefault("dedupe_key", f"test:{recipient.pk}")
    fields.setdefault("subject", f"customer:{recipient.pk}")
    fields.setdefault("context", {"amount": "€10.00", "balance": "€12.00"})
    return OutboxMessage.objects.create(recipient=recipient, **fields)


def given_out(kind: str) -> OutboxMessage:
    """The one message of this kind, after it was given out."""
    message = OutboxMessage.objects.get(kind=kind)
    dispatch_message(message_id=message.pk, now=timezone.now())
    return OutboxMessage.objects.select_related("recipient").get(pk=message.pk)


def make_delivery(message: OutboxMessage | None = None, **fields: Any) -> Delivery:
    """A message that waits to be sent by e-mail at `NOW`."""
    message = message or make_message(dispatched_at=NOW, dedupe_key=fields.pop("dedupe_key", "a message"))
    defaults: dict[str, Any] = {"channel": ChannelName.EMAIL, "next_attempt_at": NOW}
    return Delivery.objects.create(message=message, **defaults | fields)


def make_endpoint(url: str = "https://erp.example/hooks", **fields: Any) -> WebhookEndpoint:
    """A system that is told of all events."""
    defaults: dict[str, Any] = {"name": "ERP", "url": url, "secret": new_secret()}
    return WebhookEndpoint.objects.create(**defaults | fields)


def make_webhook(
    endpoint: WebhookEndpoint, message: OutboxMessage | None = None, **fields: Any
) -> WebhookDelivery:
    """An event that waits to be told to this endpoint at `NOW`."""
    message = message or make_message(dispatched_at=NOW)
    (delivery,) = [
        WebhookDelivery.objects.get(pk=pk)
        for pk in write_webhooks(message, now=NOW)
        if WebhookDelivery.objects.filter(pk=pk, endpoint=endpoint).exists()
    ]
    if fields:
        WebhookDelivery.objects.filter(pk=delivery.pk).update(**fields)
        delivery.refresh_from_db()
    return delivery
