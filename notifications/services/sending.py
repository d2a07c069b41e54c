"""What e-mails and webhooks have in common: claim, try, record, try again, give up, replay."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet

from notifications.enums import OPEN_STATUSES, Status
from notifications.models.sending import Sending

SendingT = TypeVar("SendingT", bound=Sending)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)
# With these delays the last attempt is some 38 hours after the first: a mail server may be down all day.
MAX_ATTEMPTS = 16
# How long one worker may have a sending in hand. Longer than any channel waits.
LEASE = timedelta(minutes=5)
# What was just written is on its way by the task of its own transaction.
HEAD_START = timedelta(seconds=30)


def claim(rows: QuerySet[SendingT], sending_id: UUID, now: datetime) -> bool:
    """Take it in hand for `LEASE`, if it is due. One statement, so that only one worker can.

    A first attempt need not be due to the microsecond: the clock of the worker may be behind.
    """
    free = Q(attempts=0, next_attempt_at__lte=now + HEAD_START) | Q(next_attempt_at__lte=now)
    mine = rows.filter(free, pk=sending_id, status__in=OPEN_STATUSES)
    return bool(mine.update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE))


def due(rows: QuerySet[SendingT], *, now: datetime, limit: int) -> list[UUID]:
    """What should have gone out and did not, the longest waiting first."""
    waiting = Q(attempts__gt=0) | Q(created_at__lte=now - HEAD_START)
    found = rows.filter(waiting, status__in=OPEN_STATUSES, next_attempt_at__lte=now)
    return list(found.order_by("next_attempt_at").values_list("pk", flat=True)[:limit])


def record_success(rows: QuerySet[SendingT], sending_id: UUID, now: datetime) -> None:
    rows.filter(pk=sending_id).update(status=Status.SENT, sent_at=now, last_error="")


def record_failure(
    rows: QuerySet[SendingT], sending_id: UUID, *, next_attempt_at: datetime | None, error: str, now: datetime
) -> None:
    """Try again then; None gives up."""
    rows.filter(pk=sending_id).update(
        status=Status.DEAD if next_attempt_at is None else Status.FAILED,
        next_attempt_at=next_attempt_at or now,
        last_error=error[:500],
    )


def fail(
    rows: QuerySet[SendingT], failed: Sending, error: str, *, now: datetime, permanent: bool
) -> datetime | None:
    """Try again later, each time after twice as long; give up what is permanent or was tried often
    enough. Answers with when it is tried again."""
    gave_up = permanent or failed.attempts >= MAX_ATTEMPTS
    again = None if gave_up else now + spread(delay_after(failed.attempts))
    record_failure(rows, failed.pk, next_attempt_at=again, error=error, now=now)
    return again


def delay_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time, up to `LONGEST_DELAY`."""
    delay: timedelta = min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)
    return delay


def revive(rows: QuerySet[SendingT], ids: Iterable[UUID], now: datetime) -> list[UUID]:
    """Give what was given up all its attempts again, beginning now. Call it in a transaction."""
    dead = rows.select_for_update().filter(pk__in=ids, status=Status.DEAD)
    found = list(dead.order_by("pk").values_list("pk", flat=True))
    rows.filter(pk__in=found).update(status=Status.PENDING, attempts=0, next_attempt_at=now)
    return found


def spread(delay: timedelta) -> timedelta:
    """Moved by up to a quarter, so that not everything comes back at once."""
    return delay * random.uniform(0.75, 1.25)  # noqa: S311
