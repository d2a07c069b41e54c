"""The last calls of the API, so that tests can count them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """One answered call; `replayed` when the answer was a kept one."""

    method: str
    path: str
    status: int
    idempotency_key: str
    replayed: bool


CALLS: deque[Call] = deque(maxlen=2000)
