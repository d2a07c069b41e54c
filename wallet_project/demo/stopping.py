"""Ctrl-C and SIGTERM, at any moment, without leaving anything behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the demo to stop."""


class Stopper:
    """Raises `Stopped` in the main thread on the first signal; not while `holding()`, but right after."""

    def __init__(self) -> None:
        self._holds = 0
        self._asked = False

    def install(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self._arrived)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """What is done inside is done to its end."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
        if self._asked and not self._holds:
            raise Stopped

    def ignore_from_now_on(self) -> None:
        """While everything is being stopped, an impatient second Ctrl-C must not cut that off."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def _arrived(self, number: int, frame: FrameType | None) -> None:
        first, self._asked = not self._asked, True
        if first and not self._holds:
            raise Stopped
