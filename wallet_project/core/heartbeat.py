"""Signs of life of the processes that nobody connects to: workers and beat leave them in the cache."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.core.cache import cache

logger = logging.getLogger(__name__)

WORKER = "worker"
BEAT = "beat"
KEEP_SECONDS = 24 * 60 * 60


def mark(name: str, *, now: datetime) -> None:
    """Note that this part is alive. A cache that is down is no error: the sign is missing then."""
    try:
        cache.set(f"heartbeat:{name}", now.timestamp(), timeout=KEEP_SECONDS)
    except Exception:
        logger.warning("The heartbeat of %s could not be noted.", name, exc_info=True)


def silence(name: str, *, now: datetime) -> timedelta | None:
    """How long ago the last sign was; None if there is none of the last day."""
    seen: float | None = cache.get(f"heartbeat:{name}")
    return None if seen is None else now - datetime.fromtimestamp(seen, UTC)


def forget() -> None:
    """Take the signs of an earlier run for nothing; before a new start of all parts."""
    cache.delete_many([f"heartbeat:{name}" for name in (WORKER, BEAT)])
