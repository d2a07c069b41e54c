"""How often somebody may call: counted in Redis, or in this process where Redis is down.

A sliding window of a minute: the calls of this minute, and of the minute before in proportion to how
much of it still lies within the window.
"""

from __future__ import annotations

import logging
import threading
import time
from functools import cache
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

import redis
from django.conf import settings
from django.utils.translation import gettext as _

from wallet_project.core.api.callers import Caller
from wallet_project.core.api.problems import ApiError

logger = logging.getLogger(__name__)

WINDOW = 60
# After a failure Redis is left alone for so long, so that no call waits for it.
PAUSE = 5.0

# Adds one to the first counter, which is forgotten after so many seconds, and reads the second.
COUNT = """
local current = redis.call('INCR', KEYS[1])
if current == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {current, tonumber(redis.call('GET', KEYS[2]) or 0)}
"""


class Counters:
    """Calls by bucket. Redis counts for all processes; without it each process counts for itself."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=0.25, socket_connect_timeout=0.25)
        self._count = self._redis.register_script(COUNT)
        self._local: dict[str, int] = {}
        self._lock = threading.Lock()
        self._down_until = 0.0

    def count(self, bucket: str, *, now: float) -> float:
        """One more; answers with how many that makes within the last minute."""
        window = int(now // WINDOW)
        current, previous = self._add(f"calls:{bucket}:{window}", f"calls:{bucket}:{window - 1}", window)
        return current + previous * (1 - now % WINDOW / WINDOW)

    def _add(self, key: str, key_before: str, window: int) -> tuple[int, int]:
        if time.monotonic() >= self._down_until:
            try:
                return self._add_in_redis(key, key_before)
            except redis.RedisError:
                logger.warning("Redis is down: calls are counted in this process alone.")
                self._down_until = time.monotonic() + PAUSE
        return self._add_here(key, key_before, window)

    def _add_in_redis(self, key: str, key_before: str) -> tuple[int, int]:
        current, before = self._count(keys=[key, key_before], args=[2 * WINDOW])
        return int(current), int(before)

    def _add_here(self, key: str, key_before: str, window: int) -> tuple[int, int]:
        with self._lock:
            if len(self._local) > 10_000:
                recent = (f":{window}", f":{window - 1}")
                self._local = {name: n for name, n in self._local.items() if name.endswith(recent)}
            self._local[key] = self._local.get(key, 0) + 1
            return self._local[key], self._local.get(key_before, 0)


@cache
def counters() -> Counters:
    return Counters(settings.CACHE_URL)


def count_call(request: Any, caller: Caller | None, *, looks_up: bool = False) -> None:
    """Count a call. Raises `ApiError` (`rate_limited`) when the caller, or for a customer and for
    nobody their address, has called too often within a minute."""
    if caller is None:
        _require(f"address:{_place_of(request)}", settings.API_LIMIT_PER_ADDRESS)
    elif caller.is_store:
        _require(caller.id, settings.API_LIMIT_PER_KEY)
    else:
        _require(caller.id, settings.API_LIMIT_PER_CUSTOMER)
        _require(f"address:{_place_of(request)}", settings.API_LIMIT_PER_ADDRESS)
    if looks_up:
        _count_look_up(request, caller)


def _count_look_up(request: Any, caller: Caller | None) -> None:
    who = caller.id if caller else _place_of(request)
    is_store = caller is not None and caller.is_store
    limit = settings.API_LIMIT_LOOK_UPS_PER_KEY if is_store else settings.API_LIMIT_LOOK_UPS
    _require(f"look-up:{who}", limit)


def count_failed_credentials(request: Any) -> None:
    """Count a key or token that was not valid. Raises `ApiError` (`rate_limited`) after too many."""
    _require(f"bad:{_place_of(request)}", settings.API_LIMIT_BAD_CREDENTIALS)


def address_of(request: Any) -> str:
    """Where a call comes from; behind proxies, as `ClientAddressMiddleware` made it out."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _place_of(request: Any) -> str:
    """The address, or of IPv6 the network of 64 bits that one subscriber has all of."""
    try:
        found = ip_address(address_of(request))
    except ValueError:
        return ""
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def _require(bucket: str, limit: int) -> None:
    now = time.time()
    if counters().count(bucket, now=now) > limit:
        seconds = WINDOW - int(now % WINDOW)
        message = _("Too many requests: at most %(limit)d within a minute.") % {"limit": limit}
        raise ApiError("rate_limited", message, headers={"Retry-After": str(seconds)}, limit=limit)
