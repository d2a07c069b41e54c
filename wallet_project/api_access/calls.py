"""The log of calls: gathered in memory, written a moment later by a thread of its own, so that no
call waits for it. What a killed process had not written is lost; no money depends on it."""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q

from wallet_project.api_access.models import ApiCall, ApiKey

logger = logging.getLogger(__name__)

WRITE_EVERY = 1.0
MOST_WAITING = 10_000
KEEP = timedelta(days=7)
PURGE_CHUNK = 5000
USED_AT_MOST_ONCE_IN = timedelta(minutes=1)

_waiting: list[ApiCall] = []
_lock = threading.Lock()
_writer_of: int | None = None


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
    call = ApiCall(
        key_id=key_id,
        customer_id=customer_id,
        method=method[:10],
        path=path[:200],
        status=status,
        milliseconds=round(seconds * 1000),
        address=_plain_address(address),
        called_at=now,
    )
    with _lock:
        if len(_waiting) < MOST_WAITING:
            _waiting.append(call)
        _start_writer()


def write_calls() -> int:
    """Write what waits, and when each key was last used; answers with how many calls."""
    with _lock:
        calls = _waiting[:]
        _waiting.clear()
    if calls:
        ApiCall.objects.bulk_create(calls, batch_size=1000)
        _note_use(calls)
    return len(calls)


def _note_use(calls: Iterable[ApiCall]) -> None:
    last = {call.key_id: call.called_at for call in calls if call.key_id is not None}
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


def _plain_address(address: str) -> str | None:
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def _start_writer() -> None:
    """One thread a process; a process that was forked off needs its own."""
    global _writer_of
    if settings.API_LOG_CALLS and _writer_of != os.getpid():
        _writer_of = os.getpid()
        threading.Thread(target=_write_on, name="api-calls", daemon=True).start()
        atexit.register(_write_the_rest)


def _write_on() -> None:
    pause = threading.Event()
    while not pause.wait(WRITE_EVERY):
        _write_the_rest()


def _write_the_rest() -> None:
    try:
        write_calls()
    except Exception:
        logger.warning("Calls of the API could not be noted", exc_info=True)
    finally:
        close_old_connections()
