"""What every channel is."""

from __future__ import annotations

from typing import Protocol

from notifications.models import OutboxMessage


class Channel(Protocol):
    """One way to a recipient. Takes one message at a time; waits only for a bounded time."""

    def reaches(self, recipient_id: int) -> bool:
        """Whether this person can be reached on this way at all."""

    def send(self, message: OutboxMessage) -> None:
        """Hand the message over. Raises `DeliveryError`; anything else is a bug of ours."""
