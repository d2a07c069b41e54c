"""Doing the same thing from many connections at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(*functions: Callable[[], Any], times: int = 1) -> list[Any]:
    """Run all functions `times` times, all beginning together, each on a connection of its own.

    Answers in order with what each returned, or with the exception that it raised.
    """
    work = list(functions) * times
    start = threading.Barrier(len(work))

    def run(function: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return function()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(work)) as pool:
        return list(pool.map(run, work))


def kinds(results: list[Any]) -> dict[str, int]:
    """How many results there were of each class, like `{"Hold": 1, "InsufficientFunds": 99}`."""
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in names}
