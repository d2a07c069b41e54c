"""Taking messages to hand them to workers: what was lost at once, mailings at the set rate."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from notifications.models import MailingPace, OutboxMessage
from notifications.services.sending import HEAD_START, LEASE

# Time that passed unused gives no more than so much at once: after a stop nothing floods the mail server.
MOST_SAVED = timedelta(minutes=1)


def take_lost_messages(*, now: datetime, limit: int = 1000) -> list[UUID]:
    """Messages whose task was lost, the longest waiting first. Nobody else gets them for `LEASE`."""
    with transaction.atomic():
        # By subject, for which there is an index: a mailing that waits may be a million rows.
        return _take(_waiting(now).filter(subject__gt=""), limit, now)


def take_mailings(*, now: datetime) -> list[UUID]:
    """Messages of mailings that are due, no more than `NOTIFICATIONS_BULK_PER_MINUTE` allows since the
    last call, whoever calls. Nobody else gets them for `LEASE`."""
    one = timedelta(minutes=1) / settings.NOTIFICATIONS_BULK_PER_MINUTE
    with transaction.atomic():
        pace = _locked_pace(now)
        used_until = min(max(pace.used_until, now - MOST_SAVED), now)
        taken = _take(_waiting(now).filter(subject=""), (now - used_until) // one, now)
        pace.used_until = used_until + one * len(taken)
        pace.save(update_fields=["used_until"])
        return taken


def _waiting(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(dispatched_at=None, due_at__lte=now - HEAD_START)


def _take(rows: QuerySet[OutboxMessage], limit: int, now: datetime) -> list[UUID]:
    free = rows.select_for_update(skip_locked=True, no_key=True).order_by("due_at")
    taken = list(free.values_list("pk", flat=True)[:limit])
    OutboxMessage.objects.filter(pk__in=taken).update(due_at=now + LEASE)
    return taken


def _locked_pace(now: datetime) -> MailingPace:
    start = MailingPace(used_until=now - MOST_SAVED)
    MailingPace.objects.bulk_create([start], ignore_conflicts=True)
    return MailingPace.objects.select_for_update().get()
