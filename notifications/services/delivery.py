"""Bringing messages to their recipients by a channel."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from notifications.channels.base import Channel
from notifications.channels.registry import CHANNELS
from notifications.exceptions import DeliveryError
from notifications.jobs import DELIVER, hand_over
from notifications.models import Delivery
from notifications.services import sending
from wallet_project.core.db import require_no_transaction

logger = logging.getLogger(__name__)


def deliver(*, delivery_id: UUID, now: datetime, channel: Channel | None = None) -> None:
    """Send one message by one channel, unless it is sent, given up, not due, or in another worker's
    hands.

    Safe to repeat and to be killed anywhere. If it is killed after the channel took the message,
    the message goes out once more, with the same Message-ID.
    """
    require_no_transaction()
    if not sending.claim(_alone(), delivery_id, now):
        return
    delivery = Delivery.objects.select_related("message__recipient").get(pk=delivery_id)
    if delivery.attempts > sending.MAX_ATTEMPTS:
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
    return sending.due(_alone(), now=now, limit=limit)


def replay_deliveries(*, delivery_ids: Iterable[UUID], now: datetime) -> int:
    """Give dead deliveries all their attempts again, beginning now, each on its own. Returns how many
    there were."""
    with transaction.atomic():
        found = sending.revive(Delivery.objects.all(), delivery_ids, now)
        Delivery.objects.filter(pk__in=found).update(digest=None)
        for delivery_id in found:
            hand_over(DELIVER, delivery_id=str(delivery_id))
    return len(found)


def _alone() -> QuerySet[Delivery]:
    """What goes out on its own: the rest goes with its digest."""
    return Delivery.objects.filter(digest=None)


def _fail(delivery: Delivery, now: datetime, error: str, *, permanent: bool) -> None:
    sending.fail(Delivery.objects.all(), delivery, error, now=now, permanent=permanent)
