"""What workers do with messages. Each task is safe to run twice."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications import services


@shared_task(name="notifications.tasks.dispatch_message")
def dispatch_message(*, message_id: str) -> None:
    """Decide by which ways a message goes out, and send it."""
    deliveries, webhooks = services.dispatch_message(message_id=UUID(message_id), now=timezone.now())
    for delivery_id in deliveries:
        services.deliver(delivery_id=delivery_id, now=timezone.now())
    for webhook_id in webhooks:
        deliver_webhook.delay(delivery_id=str(webhook_id))


@shared_task(name="notifications.tasks.deliver_message")
def deliver_message(*, delivery_id: str) -> None:
    """Send one message by one channel."""
    services.deliver(delivery_id=UUID(delivery_id), now=timezone.now())


@shared_task(name="notifications.tasks.deliver_webhook")
def deliver_webhook(*, delivery_id: str) -> None:
    """Tell one endpoint of one event, then let the next of its subject go."""
    following = services.deliver_webhook(delivery_id=UUID(delivery_id), now=timezone.now())
    if following is not None:
        deliver_webhook.delay(delivery_id=str(following))


@shared_task(name="notifications.tasks.deliver_digest")
def deliver_digest(*, digest_id: str) -> None:
    """Send one digest."""
    services.deliver_digest(digest_id=UUID(digest_id), now=timezone.now())


@shared_task(name="notifications.tasks.forget_codes")
def forget_codes() -> int:
    """Delete what is left of codes for phones that no limit counts any more."""
    return services.forget_old_codes(now=timezone.now())


@shared_task(name="notifications.tasks.sweep_notifications")
def sweep_notifications() -> None:
    """Hand out what is due: what is to be tried again, and what was lost with its task."""
    now = timezone.now()
    for message_id in services.waiting_message_ids(
        now=now, limit=settings.NOTIFICATIONS_BULK_PER_MINUTE + 1000
    ):
        dispatch_message.delay(message_id=str(message_id))
    for delivery_id in services.due_delivery_ids(now=now):
        deliver_message.delay(delivery_id=str(delivery_id))
    for digest_id in services.due_digest_ids(now=now):
        deliver_digest.delay(digest_id=str(digest_id))
    for webhook_id in services.due_webhook_ids(now=now):
        deliver_webhook.delay(delivery_id=str(webhook_id))
