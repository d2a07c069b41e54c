"""Small work of many requests, done a moment later and together, by a thread of its own in each process.

For what no request should wait for, and what may be lost with a process that is killed.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings
from django.db import close_old_connections

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Gathered(Generic[T]):
    """What was put down within `pause` seconds is handed to `handle` at once, `most` things at a time.

    `handle` may fail: that is logged, and what it was given is lost. While more than `limit` wait, new
    ones are not taken. A process that ends by itself hands over what is left.
    """

    def __init__(
        self,
        name: str,
        handle: Callable[[list[T]], None],
        *,
        pause: float,
        most: int = 1000,
        limit: int = 10_000,
    ) -> None:
        self._name, self._handle = name, handle
        self._pause, self._most, self._limit = pause, most, limit
        self._waiting: list[T] = []
        self._lock = threading.Lock()
        self._is_there = threading.Event()
        self._process: int | None = None

    def add(self, one: T) -> bool:
        """Put it down; False where too many wait."""
        with self._lock:
            if len(self._waiting) >= self._limit:
                return False
            self._waiting.append(one)
            self._start()
        if not self._is_there.is_set():
            self._is_there.set()
        return True

    def flush(self) -> None:
        """Hand over all that waits, here and now."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for start in range(0, len(waiting), self._most):
            try:
                self._handle(waiting[start : start + self._most])
            except Exception:
                logger.warning("%s could not be handled", self._name, exc_info=True)

    def _start(self) -> None:
        """A process that was forked off needs a thread of its own."""
        if settings.GATHERED_BY_THREADS and self._process != os.getpid():
            self._process = os.getpid()
            threading.Thread(target=self._work, name=self._name, daemon=True).start()
            atexit.register(self.flush)

    def _work(self) -> None:
        while self._is_there.wait():
            time.sleep(self._pause)
            self._is_there.clear()
            self.flush()
            close_old_connections()
