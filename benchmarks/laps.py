"""What a worker process does: wait for a number of seconds on standard input, work that long, answer
with how often it worked and how long it took. Needs nothing but Python, so that the workers of
other environments can use it too."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

READY = "ready"
WARM_UP_SECONDS = 0.3


def obey(work: Callable[[], None]) -> None:
    """Warm up, then do as standard input says, until it ends."""
    run(work, WARM_UP_SECONDS)
    print(READY, flush=True)
    for line in sys.stdin:
        count, elapsed = run(work, float(line))
        print(count, elapsed, flush=True)


def run(work: Callable[[], None], seconds: float) -> tuple[int, float]:
    """How often the work was done in (a little more than) that time, and the time."""
    count, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        work()
        count += 1
    return count, elapsed
