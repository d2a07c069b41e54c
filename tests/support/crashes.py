"""Processes that die between two steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wallets.gateways.stripe import from_django_settings


class Crash(BaseException):
    """The process is gone. No `except Exception` stops it."""


class CrashingGateway:
    """The real gateway, in a process that dies before or after one of its calls."""

    method = ""
    moment = ""
    die: Callable[[], None]

    def __init__(self) -> None:
        self._gateway = from_django_settings()

    @classmethod
    def crash(cls, method: str = "", moment: str = "", die: Callable[[], None] | None = None) -> None:
        """Die `before` or `after` this call; without arguments, live."""
        cls.method, cls.moment = method, moment
        cls.die = staticmethod(die or _raise)

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._gateway, name)
        if name != self.method:
            return call

        def crashing(*args: Any, **kwargs: Any) -> None:
            if self.moment == "after":
                call(*args, **kwargs)
            type(self).die()

        return crashing


def _raise() -> None:
    raise Crash
