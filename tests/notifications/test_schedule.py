from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from notifications.schedule import after_quiet_hours

SOFIA = ZoneInfo("Europe/Sofia")


@pytest.mark.parametrize(
    ("now", "start", "end", "expected"),
    [
        ("2026-03-02T12:00", "22:00", "07:00", "2026-03-02T12:00"),
        ("2026-03-02T22:00", "22:00", "07:00", "2026-03-03T07:00"),
        ("2026-03-03T03:00", "22:00", "07:00", "2026-03-03T07:00"),
        ("2026-03-03T07:00", "22:00", "07:00", "2026-03-03T07:00"),
        ("2026-03-03T13:00", "12:30", "14:00", "2026-03-03T14:00"),
        ("2026-03-03T12:00", "12:30", "14:00", "2026-03-03T12:00"),
        ("2026-03-28T23:00", "22:00", "07:00", "2026-03-29T07:00"),
    ],
)
def test_quiet_hours_are_of_the_persons_own_clock(now: str, start: str, end: str, expected: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=SOFIA)
    found = after_quiet_hours(
        moment.astimezone(UTC), time.fromisoformat(start), time.fromisoformat(end), SOFIA
    )
    assert found == datetime.fromisoformat(expected).replace(tzinfo=SOFIA)
