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
        ("2026-03-03T00:00", "22:00", "07:00", "2026-03-03T07:00"),
        ("2026-03-03T23:59:59.999999", "22:00", "00:00", "2026-03-04T00:00"),
        ("2026-03-04T00:00", "22:00", "00:00", "2026-03-04T00:00"),
        ("2026-03-03T00:00", "00:00", "06:00", "2026-03-03T06:00"),
        ("2026-03-03T06:59:59.999999", "22:00", "07:00", "2026-03-03T07:00"),
        ("2026-12-31T22:30", "22:00", "07:00", "2027-01-01T07:00"),
    ],
)
def test_quiet_hours_are_of_the_persons_own_clock(now: str, start: str, end: str, expected: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=SOFIA)
    found = after_quiet_hours(
        moment.astimezone(UTC), time.fromisoformat(start), time.fromisoformat(end), SOFIA
    )
    assert found == datetime.fromisoformat(expected).replace(tzinfo=SOFIA)


@pytest.mark.parametrize(
    ("now", "end", "expected"),
    [
        # Clocks go from 3 to 4: half past three is not, and what would be then goes out at half past four.
        ("2026-03-29T00:30+00:00", "03:30", "2026-03-29T01:30+00:00"),
        ("2026-03-29T00:30+00:00", "04:00", "2026-03-29T01:00+00:00"),
        # Clocks go from 4 back to 3: half past three is twice; the first ends the quiet hours.
        ("2026-10-24T23:30+00:00", "03:30", "2026-10-25T00:30+00:00"),
        ("2026-10-25T00:45+00:00", "03:30", "2026-10-25T00:45+00:00"),
        ("2026-10-24T23:30+00:00", "07:00", "2026-10-25T05:00+00:00"),
    ],
)
def test_quiet_hours_end_once_when_the_clocks_change(now: str, end: str, expected: str) -> None:
    found = after_quiet_hours(datetime.fromisoformat(now), time(22), time.fromisoformat(end), SOFIA)
    assert found.astimezone(UTC) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("now", "pace", "expected"),
    [
        ("2026-03-04T08:59", "daily", "2026-03-04T09:00"),
        ("2026-03-04T09:00", "daily", "2026-03-05T09:00"),
        ("2026-03-28T10:00", "daily", "2026-03-29T09:00"),
        ("2026-10-24T10:00", "daily", "2026-10-25T09:00"),
        ("2026-10-24T10:00", "weekly", "2026-10-26T09:00"),
        ("2026-12-31T10:00", "daily", "2027-01-01T09:00"),
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
