"""Ids that sort by the time they were made."""

from __future__ import annotations

import os
import threading
import time
import uuid

BITS = (1 << 62) - 1
# Random bytes are asked of the system for so many ids at a time: asking costs more than all the rest.
IDS_AT_ONCE = 128

_last = 0
_random: list[bytes] = []
_lock = threading.Lock()
# Two processes must never have the same ones.
os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=lambda: _forget())


def uuid7() -> uuid.UUID:
    """A version 7 UUID: 48 bits of milliseconds, 12 bits of the fraction, then 62 random bits.

    The fraction is RFC 9562's method 3 (section 6.2). Of two ids that one process makes, the later
    one is always the higher one, also if the clock stands still or is set back.
    """
    ticks, eight = _next()
    milliseconds, fraction = ticks >> 12, ticks & 0xFFF
    low = int.from_bytes(eight, "big") & BITS
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | low)


def _next() -> tuple[int, bytes]:
    """Time in 4,096ths of a millisecond, higher at each call, and random bytes that nobody else gets."""
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() * 4096 // 1_000_000)
        if not _random:
            block = os.urandom(8 * IDS_AT_ONCE)
            _random.extend(block[start : start + 8] for start in range(0, len(block), 8))
        return _last, _random.pop()


def _forget() -> None:
    _random.clear()
    _lock.release()
