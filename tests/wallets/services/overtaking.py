"""Two calls of which the second begins before the first has committed."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from tests.support.threads import at_once

SOMEBODY_WAITS_FOR_US = """
    SELECT EXISTS (
        SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
    )
"""


def overtaken(
    first: Callable[[], Any], second: Callable[[], Any], then: Callable[[], Any] | None = None
) -> Any:
    """What `second` answers, on a connection of its own, or the exception that it raised.

    The order is certain: `first` has written before `second` begins, and commits once that waits,
    after `then` if there is more to do.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer = pool.submit(at_once, second)
            _until_somebody_waits(answer)
            if then is not None:
                then()
        return answer.result()[0]


def _until_somebody_waits(answer: Future[Any]) -> None:
    deadline = time.monotonic() + 30
    while not _somebody_waits():
        assert not answer.done(), f"The second did not wait: {answer.result()}"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WAITS_FOR_US)
        return bool(cursor.fetchone()[0])
