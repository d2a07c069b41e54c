"""What workers do with the gateway's events. Each task is safe to run twice."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from itertools import accumulate

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone

from wallet_project.gateway_events import UnknownPayment, handle_event
from wallets.models import GatewayEventRecord

logger = logging.getLogger(__name__)

CHUNK = 500
SECONDS_PER_ROUND = 240
LONGEST_PAUSE = timedelta(days=1)
# Half a minute for the task of its own, then 1, 2, 4 … minutes up to a day: about a month in all.
PAUSES = [timedelta(seconds=30), *(min(timedelta(minutes=2**n), LONGEST_PAUSE) for n in range(40))]
DUE_AFTER = list(accumulate(PAUSES, initial=timedelta(0)))[1:]
# A payment that our database never knew (another store on the same account) is let go after a day.
UNKNOWN_ATTEMPTS = 12


@shared_task
def handle_gateway_event(*, record_id: int) -> None:
    """Do what one stored event asks for. What fails is left to the sweep, with the error noted."""
    record = GatewayEventRecord.objects.filter(pk=record_id, handled_at=None).first()
    if record is None:
        return
    try:
        note = handle_event(record)
    except UnknownPayment as error:
        _note(record, str(error), handled=record.attempts + 1 >= UNKNOWN_ATTEMPTS)
    except Exception as error:
        logger.warning("Gateway event %s is not handled yet", record.event_id, exc_info=True)
        _note(record, f"{type(error).__name__}: {error}", handled=False)
    else:
        _note(record, note, handled=True)


@shared_task
def handle_waiting_events() -> int:
    """Try again what could not be handled, each event after a longer pause than before; and what was
    stored while the broker was down. Answers with how many were tried."""
    until = time.monotonic() + SECONDS_PER_ROUND
    ids = _due_events(timezone.now())
    for number, record_id in enumerate(ids):
        if time.monotonic() > until:
            return number
        handle_gateway_event(record_id=record_id)
    return len(ids)


def _due_events(now: datetime) -> list[int]:
    due = Q()
    for attempts, pause in enumerate(DUE_AFTER):
        due |= Q(attempts=attempts, received_at__lte=now - pause)
    waiting = GatewayEventRecord.objects.filter(due, handled_at=None).order_by("received_at")
    return list(waiting.values_list("pk", flat=True)[:CHUNK])


def _note(record: GatewayEventRecord, note: str, *, handled: bool) -> None:
    """Write down how it went; an event that another worker has handled meanwhile stays handled."""
    GatewayEventRecord.objects.filter(pk=record.pk, handled_at=None).update(
        handled_at=timezone.now() if handled else None,
        attempts=F("attempts") + 1,
        last_error=note[:500],
    )
