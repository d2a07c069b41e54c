"""What workers do with messages. Each task is safe to run twice."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from notifications import services
from notifications.services.sending import LEASE

# With Redis the smaller number goes first; what follows a commit has none, and goes first too.
FIRST: Final = 0
LAST: Final = 9
DROPPED_AFTER: Final = LEASE


@shared_task(name="notifications.tasks.dispatch_messages")
def dispatch_messages(*, message_ids: list[str]) -> None:
    """Decide by which ways each message goes out, and send it. One that fails stops none of the others."""
    failure: Exception | None = None
    for message_id in message_ids:
        try:
            _dispatch(UUID(message_id))
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            failure = error
    if failure is not None:
        raise failure


def _dispatch(message_id: UUID) -> None:
    deliveries, webhooks = services.dispatch_message(message_id=message_id, now=timezone.now())
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
    """Hand out what is due: what is to be tried again, what was lost with its task, and mailings at
    their rate, behind all else."""
    now = timezone.now()
    for message_id in services.take_lost_messages(now=now):
        _hand_out(dispatch_messages, message_ids=[message_id])
    for delivery_id in services.due_delivery_ids(now=now):
        _hand_out(deliver_message, delivery_id=delivery_id)
    for digest_id in services.due_digest_ids(now=now):
        _hand_out(deliver_digest, digest_id=digest_id)
    for webhook_id in services.due_webhook_ids(now=now):
        _hand_out(deliver_webhook, delivery_id=webhook_id)
    for message_id in services.take_mailings(now=now):
        _hand_out(dispatch_messages, priority=LAST, message_ids=[message_id])


def _hand_out(task: Any, *, priority: int = FIRST, **ids: UUID | list[UUID]) -> None:
    """A sweep finds it again if it is late: so what was not begun in time is dropped, and workers that
    can't keep up don't gather a pile of the same."""
    named = {name: _written(one) for name, one in ids.items()}
    task.apply_async(kwargs=named, priority=priority, expires=DROPPED_AFTER.total_seconds())


def _written(ids: UUID | list[UUID]) -> str | list[str]:
    return [str(one) for one in ids] if isinstance(ids, list) else str(ids)
