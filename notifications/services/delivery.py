"""Bringing messages to their recipients: claim, send, record, try again, give up, replay."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from notifications.channels.base import Channel
from notifications.channels.email import EmailChannel
from notifications.enums import OPEN_STATUSES, Status
from notifications.exceptions import DeliveryError
from notifications.models import OutboxMessage
from notifications.services.outbox import deliver_after_commit
from wallet_project.core.db import require_no_transaction

logger = logging.getLogger(__name__)

# How long one worker may have a message in hand. Longer than any channel waits.
LEASE = timedelta(minutes=5)
# A message that was just written is on its way by the task of its own transaction.
HEAD_START = timedelta(seconds=30)
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)
# With these delays the last attempt is some 44 hours after the first: a mail server may be down all day.
MAX_ATTEMPTS = 16


def deliver_message(*, message_id: UUID, now: datetime, channel: Channel | None = None) -> None:
    """Send one message, unless it is sent, given up, not due, or in another worker's hands.

    Safe to repeat and to be killed anywhere. If it is killed after the channel took the message,
    the message goes out once more, with the same Message-ID.
    """
    require_no_transaction()
    if not _claim(message_id, now):
        return
    message = OutboxMessage.objects.select_related("recipient").get(pk=message_id)
    if message.attempts > MAX_ATTEMPTS:
        _record_failure(message, now, "No attempt came back.", permanent=True)
        return
    try:
        (channel or EmailChannel()).send(message)
    except DeliveryError as error:
        _record_failure(message, now, str(error), permanent=error.permanent)
    except Exception as error:
        logger.exception("Message %s could not be made.", message_id)
        _record_failure(message, now, f"{type(error).__name__}: {error}", permanent=False)
    else:
        OutboxMessage.objects.filter(pk=message_id).update(status=Status.SENT, sent_at=now, last_error="")


def due_message_ids(*, now: datetime, limit: int = 1000) -> list[UUID]:
    """Messages that should have gone out and did not, the longest waiting first."""
    waiting = Q(attempts__gt=0) | Q(created_at__lte=now - HEAD_START)
    due = OutboxMessage.objects.filter(waiting, status__in=OPEN_STATUSES, next_attempt_at__lte=now)
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:limit])


def replay_messages(*, message_ids: Iterable[UUID], now: datetime) -> int:
    """Give dead messages all their attempts again, beginning now. Returns how many there were."""
    with transaction.atomic():
        dead = OutboxMessage.objects.select_for_update().filter(pk__in=message_ids, status=Status.DEAD)
        found = list(dead.order_by("pk").values_list("pk", flat=True))
        OutboxMessage.objects.filter(pk__in=found).update(
            status=Status.PENDING, attempts=0, next_attempt_at=now
        )
        for message_id in found:
            deliver_after_commit(message_id)
    return len(found)


def delay_after(attempts: int, *, spread: float) -> timedelta:
    """How long to wait after so many attempts; `spread` from -1 to 1 moves it by up to a quarter."""
    delay: timedelta = min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)
    return delay * (1 + spread / 4)


def _claim(message_id: UUID, now: datetime) -> bool:
    """Take the message in hand for `LEASE`. One statement, so that only one worker can."""
    free = Q(attempts=0) | Q(next_attempt_at__lte=now)
    messages = OutboxMessage.objects.filter(free, pk=message_id, status__in=OPEN_STATUSES)
    return bool(messages.update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE))


def _record_failure(message: OutboxMessage, now: datetime, error: str, *, permanent: bool) -> None:
    spread = random.uniform(-1, 1)  # noqa: S311
    gave_up = permanent or message.attempts >= MAX_ATTEMPTS
    OutboxMessage.objects.filter(pk=message.pk).update(
        status=Status.DEAD if gave_up else Status.FAILED,
        next_attempt_at=now + delay_after(message.attempts, spread=spread),
        last_error=error[:500],
    )
