"""What workers do with messages."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications import services


@shared_task(name="notifications.tasks.deliver_message")
def deliver_message(*, message_id: str) -> None:
    """Send one message; safe to run twice."""
    services.deliver_message(message_id=UUID(message_id), now=timezone.now())


@shared_task(name="notifications.tasks.sweep_notifications")
def sweep_notifications() -> None:
    """Hand out the messages that are due: those to be tried again, and those whose task was lost."""
    limit = settings.NOTIFICATIONS_BULK_PER_MINUTE + 1000
    for message_id in services.due_message_ids(now=timezone.now(), limit=limit):
        deliver_message.delay(message_id=str(message_id))
