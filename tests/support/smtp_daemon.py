"""A mail server of its own, `aiosmtpd`: it can be stopped and started again, and counts what it accepts."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class Post:
    """What became of letters: all that were accepted, in their order, and when each Message-ID was.

    It says that it accepted so many seconds after it did.
    """

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.accepted: dict[str, list[float]] = {}
        self.answers_after = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content)
        self.letters.append(letter)
        self.accepted.setdefault(letter["Message-ID"], []).append(time.monotonic())
        await asyncio.sleep(self.answers_after)
        return "250 OK"

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter({one: len(times) for one, times in self.accepted.items()})


class PostOffice:
    """A server on one port, up and down as told; letters that it took stay."""

    def __init__(self) -> None:
        self.post = Post()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._controller: Controller | None = None

    def open(self) -> None:
        self._controller = Controller(self.post, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """An office that is closed yet."""
    office = PostOffice()
    try:
        yield office
    finally:
        office.close()
