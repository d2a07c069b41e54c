"""A moment as one whole number, exactly: microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_microseconds(microseconds: int) -> datetime:
    """The moment, in UTC. Raises `OverflowError` beyond the years that there are."""
    return EPOCH + timedelta(microseconds=microseconds)


def to_microseconds(moment: datetime) -> int:
    """The number of a moment, whatever its time zone."""
    return (moment - EPOCH) // timedelta(microseconds=1)
