from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from notifications.models import NotificationSettings
from notifications.schedule import after_quiet_hours, digest_at

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


@pytest.mark.parametrize(
    ("now", "pace", "expected"),
    [
        ("2026-03-04T08:59", "daily", "2026-03-04T09:00"),
        ("2026-03-04T09:00", "daily", "2026-03-05T09:00"),
        ("2026-03-28T10:00", "daily", "2026-03-29T09:00"),
        ("2026-03-04T08:59", "weekly", "2026-03-09T09:00"),
        ("2026-03-09T08:59", "weekly", "2026-03-09T09:00"),
        ("2026-03-09T09:00", "weekly", "2026-03-16T09:00"),
    ],
)
def test_digests_go_out_at_the_persons_own_hour(now: str, pace: str, expected: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=SOFIA)
    wishes = NotificationSettings(pace=pace, digest_hour=9)
    assert digest_at(wishes, SOFIA, now=moment.astimezone(UTC)) == datetime.fromisoformat(expected).replace(
        tzinfo=SOFIA
    )


def test_who_wants_no_digest_has_none() -> None:
    assert digest_at(NotificationSettings(), SOFIA, now=datetime(2026, 3, 4, tzinfo=UTC)) is None
