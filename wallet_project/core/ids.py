"""Ids that sort by the time they were made."""

from __future__ import annotations

import os
import threading
import time
import uuid

_last = 0
_lock = threading.Lock()


def uuid7() -> uuid.UUID:
    """A version 7 UUID: 48 bits of milliseconds, 12 bits of the fraction, then 62 random bits.

    The fraction is RFC 9562's method 3 (section 6.2). Of two ids that one process makes, the later
    one is always the higher one, also if the clock stands still or is set back.
    """
    ticks = _next_tick()
    milliseconds, fraction = ticks >> 12, ticks & 0xFFF
    low = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | low)


def _next_tick() -> int:
    """Time in 4,096ths of a millisecond, higher at each call."""
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() * 4096 // 1_000_000)
        return _last
