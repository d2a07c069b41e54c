"""Telling customers before rewards expire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from notifications.services import BulkMessage, Detail, enqueue_many
from wallet_project.core.money import as_data, from_minor

DAYS_BEFORE = (30, 7, 1)
CHUNK = 5_000

# Page by page of the lots that expire on a day; each wallet with all that it loses that day. A lot
# that came into being when its reminder was past is left out: nothing may be said to end in 30 days
# that ends in 29.
EXPIRING = """
    WITH page AS (
        SELECT l.id, l.expires_at, l.wallet_id, l.created_at FROM rewards_creditlot l
        WHERE l.remaining > 0 AND l.expires_at IS NOT NULL AND l.expires_at < %(until)s
            AND (l.expires_at, l.id) > (%(last_at)s, %(last_id)s::uuid)
        ORDER BY l.expires_at, l.id LIMIT %(limit)s
    )
    SELECT p.id, p.expires_at, w.id, w.customer_id, w.currency, t.total
    FROM page p JOIN rewards_rewardwallet w ON w.id = p.wallet_id JOIN {users} u ON u.id = w.customer_id
    CROSS JOIN LATERAL (
        SELECT sum(l.remaining) AS total FROM rewards_creditlot l
        WHERE l.wallet_id = w.id AND l.remaining > 0
            AND l.expires_at >= %(first)s AND l.expires_at < %(until)s
            AND l.created_at <= l.expires_at - %(before)s
    ) t
    WHERE u.is_active AND p.created_at <= p.expires_at - %(before)s
    ORDER BY p.expires_at, p.id
"""


class Expiring(NamedTuple):
    """A lot that expires on the day, and what its wallet loses that day in all."""

    lot_id: UUID
    expires_at: datetime
    wallet_id: UUID
    customer_id: int
    currency: str
    total: int


def remind_of_expiry(*, now: datetime) -> int:
    """Tell the owners of rewards that expire in 30 days, 7 days and 1 day, days of the store's time
    zone; answers with how many messages are new.

    One message per wallet and day, whenever and however often it is called on that day; the next day
    still makes up for a day on which it was not. Safe to be killed anywhere.
    """
    today = timezone.localdate(now)
    told = 0
    for days in DAYS_BEFORE:
        for day in (today + timedelta(days=days - 1), today + timedelta(days=days)):
            if day > today:
                told += _remind(day, timedelta(days=days), told)
    return told


def _remind(day: date, before: timedelta, told: int) -> int:
    new = 0
    for page in _pages(day, before):
        with transaction.atomic():
            new += enqueue_many(
                kind="rewards_expiring",
                messages=_messages(page, day, before.days),
                before=told + new,
            )
    return new


def _pages(day: date, before: timedelta) -> Iterator[Sequence[Expiring]]:
    """The lots that expire on a day, by key."""
    first = timezone.make_aware(datetime.combine(day, time.min))
    values: dict[str, Any] = {
        "first": first,
        "until": first + timedelta(days=1),
        "before": before,
        "last_at": first - timedelta(microseconds=1),
        "last_id": UUID(int=2**128 - 1),
        "limit": CHUNK,
    }
    while page := _fetch(values):
        yield page
        values |= {"last_at": page[-1].expires_at, "last_id": page[-1].lot_id}


def _fetch(values: dict[str, Any]) -> list[Expiring]:
    sql = EXPIRING.format(users=get_user_model()._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Expiring(*row) for row in cursor.fetchall()]


def _messages(page: Sequence[Expiring], day: date, days: int) -> list[BulkMessage]:
    by_wallet = {row.wallet_id: row for row in page}
    return [
        BulkMessage(
            row.customer_id,
            f"rewards_expiring:{row.wallet_id}:{day}:{days}",
            _context(row, day),
            _data(row, day, days),
        )
        for row in by_wallet.values()
    ]


def _data(row: Expiring, day: date, days: int) -> dict[str, Any]:
    amount = as_data(from_minor(int(row.total), row.currency))
    return {
        "reward_wallet": str(row.wallet_id),
        "amount": amount,
        "expires_on": day.isoformat(),
        "days_before": days,
    }


def _context(row: Expiring, day: date) -> dict[str, Detail]:
    # What expires on a day can't be used any more on that day.
    return {"amount": from_minor(int(row.total), row.currency), "day": day}
