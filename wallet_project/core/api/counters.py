"""Calls by bucket within the last minute: counted in Redis for all processes, or in this process where
Redis is down.

A sliding window: the calls of this minute, and of the minute before in proportion to how much of it
still lies within.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from dataclasses import dataclass

import redis
from django.conf import settings

from wallet_project.core.gathering import Gathered

logger = logging.getLogger(__name__)

WINDOW = 60
# After a failure Redis is left alone for so long, so that no call waits for it.
PAUSE = 5.0
# What many calls in a row add is told so much later; what is known of other processes is not older than this.
TELL_AFTER, FRESH = 0.1, 1.0
MOST_BUCKETS = 10_000

# Adds to the first counter, which is forgotten after so many seconds, and reads the second.
COUNT = """
local current = redis.call('INCRBY', KEYS[1], ARGV[1])
if current == tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return {current, tonumber(redis.call('GET', KEYS[2]) or 0)}
"""

Place = tuple[str, int]  # a bucket, in a window


@dataclass(slots=True)
class Known:
    """What Redis knew of a place `at` some moment, and what was counted here `since`."""

    current: int
    before: int
    at: float
    since: int = 0


class Counters:
    """Counts for all processes together, as far as Redis answers."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=0.25, socket_connect_timeout=0.25)
        self._count = self._redis.register_script(COUNT)
        self._local: dict[str, int] = {}
        self._known: dict[Place, Known] = {}
        self._lock = threading.Lock()
        self._down_until = 0.0
        self._untold: Gathered[Place] = Gathered("api-counters", self._tell, pause=TELL_AFTER)

    def count(self, bucket: str, *, now: float) -> float:
        """One more; answers with how many that makes within the last minute. Asks Redis."""
        place = bucket, int(now // WINDOW)
        return _within(now, *self._add(place, 1))

    def count_soon(self, bucket: str, *, now: float) -> float:
        """As `count`, for who may call many times a second: Redis is told a moment later, and what
        other processes count meanwhile is known a moment later. Without threads as `count`."""
        if not settings.GATHERED_BY_THREADS:
            return self.count(bucket, now=now)
        place = bucket, int(now // WINDOW)
        with self._lock:
            known = self._known.get(place)
            is_fresh = known is not None and time.monotonic() - known.at < FRESH
            if known is not None and is_fresh:
                known.since += 1
                found = known.current + known.since, known.before
        if is_fresh:
            self._untold.add(place)
            return _within(now, *found)
        current, before = self._add(place, 1)
        with self._lock:
            self._forget_old(place[1])
            self._known[place] = Known(current, before, time.monotonic())
        return _within(now, current, before)

    def _tell(self, places: list[Place]) -> None:
        for place, count in Counter(places).items():
            current, before = self._add(place, count)
            with self._lock:
                known = self._known.get(place)
                if known is not None:
                    known.current, known.before, known.at = current, before, time.monotonic()
                    known.since = max(0, known.since - count)

    def _add(self, place: Place, count: int) -> tuple[int, int]:
        bucket, window = place
        keys = f"calls:{bucket}:{window}", f"calls:{bucket}:{window - 1}"
        if time.monotonic() >= self._down_until:
            try:
                current, before = self._count(keys=keys, args=[count, 2 * WINDOW])
                return int(current), int(before)
            except redis.RedisError:
                logger.warning("Redis is down: calls are counted in this process alone.")
                self._down_until = time.monotonic() + PAUSE
        return self._add_here(*keys, window, count)

    def _add_here(self, key: str, key_before: str, window: int, count: int) -> tuple[int, int]:
        with self._lock:
            if len(self._local) > MOST_BUCKETS:
                recent = (f":{window}", f":{window - 1}")
                self._local = {name: n for name, n in self._local.items() if name.endswith(recent)}
            self._local[key] = self._local.get(key, 0) + count
            return self._local[key], self._local.get(key_before, 0)

    def _forget_old(self, window: int) -> None:
        if len(self._known) > MOST_BUCKETS:
            self._known = {place: known for place, known in self._known.items() if place[1] >= window}


def _within(now: float, current: int, before: int) -> float:
    return current + before * (1 - now % WINDOW / WINDOW)
