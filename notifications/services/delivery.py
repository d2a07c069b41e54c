"""Bringing messages to their recipients by a channel."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from notifications.channels.base import Channel
from notifications.channels.email import EmailChannel
from notifications.enums import ChannelName
from notifications.exceptions import DeliveryError
from notifications.models import Delivery
from notifications.services import sending
from wallet_project.core.db import after_commit, require_no_transaction

logger = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)
# With these delays the last attempt is some 38 hours after the first: a mail server may be down all day.
MAX_ATTEMPTS = 16
CHANNELS: dict[str, type[Channel]] = {ChannelName.EMAIL: EmailChannel}


def deliver(*, delivery_id: UUID, now: datetime, channel: Channel | None = None) -> None:
    """Send one message by one channel, unless it is sent, given up, not due, or in another worker's
    hands.

    Safe to repeat and to be killed anywhere. If it is killed after the channel took the message,
    the message goes out once more, with the same Message-ID.
    """
    require_no_transaction()
    if not sending.claim(Delivery.objects.all(), delivery_id, now):
        return
    delivery = Delivery.objects.select_related("message__recipient").get(pk=delivery_id)
    if delivery.attempts > MAX_ATTEMPTS:
        _fail(delivery, now, "No attempt came back.", permanent=True)
        return
    try:
        (channel or CHANNELS[delivery.channel]()).send(delivery.message)
    except DeliveryError as error:
        _fail(delivery, now, str(error), permanent=error.permanent)
    except Exception as error:
        logger.exception("Delivery %s could not be made.", delivery_id)
        _fail(delivery, now, f"{type(error).__name__}: {error}", permanent=False)
    else:
        sending.record_success(Delivery.objects.all(), delivery_id, now)


def due_delivery_ids(*, now: datetime, limit: int = 1000) -> list[UUID]:
    """Deliveries that should have been made and were not, the longest waiting first."""
    return sending.due(Delivery.objects.all(), now=now, limit=limit)


def replay_deliveries(*, delivery_ids: Iterable[UUID], now: datetime) -> int:
    """Give dead deliveries all their attempts again, beginning now. Returns how many there were."""
    # The task calls this service: they can't both be imported first.
    from notifications.tasks import deliver_message

    with transaction.atomic():
        found = sending.revive(Delivery.objects.all(), delivery_ids, now)
        for delivery_id in found:
            after_commit(deliver_message, delivery_id=str(delivery_id))
    return len(found)


def delay_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time, up to `LONGEST_DELAY`."""
    delay: timedelta = min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)
    return delay


def _fail(delivery: Delivery, now: datetime, error: str, *, permanent: bool) -> None:
    gave_up = permanent or delivery.attempts >= MAX_ATTEMPTS
    sending.record_failure(
        Delivery.objects.all(),
        delivery.pk,
        next_attempt_at=None if gave_up else now + sending.spread(delay_after(delivery.attempts)),
        error=error,
        now=now,
    )
