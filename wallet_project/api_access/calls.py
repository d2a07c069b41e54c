"""The log of calls: gathered in memory, written a moment later by a thread of its own, so that no
call waits for it. What a killed process had not written is lost; no money depends on it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from io import StringIO
from ipaddress import ip_address
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from wallet_project.api_access.models import ApiCall, ApiKey
from wallet_project.core.gathering import Gathered

KEEP = timedelta(days=7)
PURGE_CHUNK = 5000
USED_AT_MOST_ONCE_IN = timedelta(minutes=1)


class Noted(NamedTuple):
    """A call, column by column of the log."""

    key_id: int | None
    customer_id: int | None
    method: str
    path: str
    status: int
    milliseconds: int
    address: str | None
    called_at: datetime


WRITE = f"COPY api_access_apicall ({', '.join(Noted._fields)}) FROM STDIN (FORMAT csv)"


def note_call(
    *,
    key_id: int | None,
    customer_id: int | None,
    method: str,
    path: str,
    status: int,
    seconds: float,
    address: str,
    now: datetime,
) -> None:
    """Put a call down; it is written soon. Costs no query."""
    calls.add(
        Noted(
            key_id=key_id,
            customer_id=customer_id,
            method=method[:10],
            path=path[:200],
            status=status,
            milliseconds=round(seconds * 1000),
            address=_plain_address(address),
            called_at=now,
        )
    )


def write_calls(noted: Sequence[Noted]) -> None:
    """Write them down, and when each key was last used."""
    lines = StringIO()
    # Nothing between two commas is NULL.
    csv.writer(lines).writerows(noted)
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(WRITE, lines)
    _note_use(noted)


calls: Gathered[Noted] = Gathered("api-calls", write_calls, pause=1.0)


def _note_use(noted: Iterable[Noted]) -> None:
    last = {call.key_id: call.called_at for call in noted if call.key_id is not None}
    for key_id, called_at in last.items():
        stale = Q(last_used_at=None) | Q(last_used_at__lt=called_at - USED_AT_MOST_ONCE_IN)
        ApiKey.objects.filter(stale, pk=key_id).update(last_used_at=called_at)


def purge_calls(*, now: datetime, chunk: int = PURGE_CHUNK) -> int:
    """Forget calls older than a week, a chunk at a time; answers with how many. Safe to repeat."""
    purged = 0
    while True:
        old = ApiCall.objects.filter(called_at__lt=now - KEEP).order_by("called_at").values("pk")[:chunk]
        deleted, _per_model = ApiCall.objects.filter(pk__in=old).delete()
        purged += deleted
        if deleted < chunk:
            return purged


@lru_cache(maxsize=1024)
def _plain_address(address: str) -> str | None:
    try:
        return str(ip_address(address))
    except ValueError:
        return None
