"""What expires when, before and after a credit or a debit."""

from datetime import UTC, date, datetime

import pytest

from rewards.expiries import Left, after_credit, after_debit, by_day, last_day

MARCH = datetime(2027, 3, 1, tzinfo=UTC)
MAY = datetime(2027, 5, 1, 9, 30, tzinfo=UTC)


def shown(left, currency="EUR"):
    return [(one.day, str(one.amount.amount)) for one in by_day(left, currency)]


def test_midnight_belongs_to_the_day_that_it_ends():
    assert last_day(MARCH) == date(2027, 2, 28)
    assert last_day(MAY) == date(2027, 5, 1)


def test_a_day_has_one_sum_and_what_never_expires_comes_last():
    left = [Left(None, 500), Left(MAY, 100), Left(MAY.replace(hour=8), 50), Left(MARCH, 7)]
    assert shown(left) == [(date(2027, 2, 28), "0.07"), (date(2027, 5, 1), "1.50"), (None, "5.00")]
    assert shown([Left(None, 500)], "PTS") == [(None, "500")]
    assert shown([Left(None, 500)], "KWD") == [(None, "0.500")]


def test_a_credit_adds_its_own_day():
    assert shown(after_credit([Left(None, 500)], 20, MARCH)) == [(date(2027, 2, 28), "0.20"), (None, "5.00")]


def test_a_debit_takes_the_soonest_first():
    left = [Left(MARCH, 300), Left(MAY, 200), Left(None, 100)]
    assert after_debit(left, 300) == (Left(MAY, 200), Left(None, 100))
    assert after_debit(left, 450) == (Left(MAY, 50), Left(None, 100))
    assert after_debit(left, 600) == ()
    with pytest.raises(ValueError, match="More is taken"):
        after_debit(left, 601)
