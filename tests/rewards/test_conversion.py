"""What points are worth: rounded down, by whole steps, and no point is taken for nothing."""

from decimal import Decimal

from djmoney.money import Money
from hypothesis import given, settings
from hypothesis import strategies as st

from rewards.conversion import Rate, quote, whole_steps, worth
from wallet_project.core.money import from_minor, to_minor

CENT = Rate(100, Money(1, "EUR"))
THIRD = Rate(3, Money("0.01", "EUR"))


def quoted(rate, wanted, available=10**6):
    found = quote(rate, wanted=wanted, available=available)
    return found.points, str(found.value.amount), found.kept


def test_the_example_of_the_store():
    assert quoted(CENT, 500, 537) == (500, "5.00", 37)


def test_nothing_for_too_little():
    assert quoted(THIRD, 2, 2) == (0, "0.00", 2)
    assert quoted(Rate(100, Money(1, "EUR"), step=50), 49, 60) == (0, "0.00", 60)


def test_points_that_give_no_further_cent_are_kept():
    assert quoted(THIRD, 11, 11) == (9, "0.03", 2)
    assert quoted(Rate(3, Money("0.01", "EUR"), step=2), 11, 11) == (10, "0.03", 1)


def test_a_rate_may_be_finer_than_the_currency():
    rate = Rate(1, Money("0.005", "EUR"))
    assert quoted(rate, 3, 3) == (2, "0.01", 1)
    assert worth(rate, 3) == Money("0.01", "EUR")


def test_a_point_may_be_worth_more_than_the_unit():
    assert quoted(Rate(1, Money(5, "JPY")), 7, 7) == (7, "35", 0)


def test_whole_steps_round_down():
    assert [whole_steps(Rate(1, Money(1, "EUR"), step=200), points) for points in (199, 200, 537)] == [
        0,
        200,
        400,
    ]


RATES = st.builds(
    lambda points, minor, step, currency: Rate(points, Money(Decimal(minor).scaleb(-3), currency), step),
    st.integers(1, 5000),
    st.integers(1, 10**6),
    st.integers(1, 500),
    st.sampled_from(["EUR", "INR", "JPY", "KWD"]),
)


@settings(max_examples=300, deadline=None)
@given(rate=RATES, wanted=st.integers(0, 10**7))
def test_a_quote_takes_the_fewest_whole_steps_that_are_worth_as_much(rate, wanted):
    found = quote(rate, wanted=wanted, available=wanted)
    assert found.points % rate.step == 0
    assert 0 <= found.points <= wanted
    assert found.kept == wanted - found.points
    assert worth(rate, found.points) == found.value == worth(rate, whole_steps(rate, wanted))
    if found.points:
        assert worth(rate, found.points - rate.step) < found.value
        unit = from_minor(to_minor(found.value) + 1, str(found.value.currency))
        assert rate.value.amount * found.points < unit.amount * rate.points
    assert rate.value.amount * found.points >= found.value.amount * rate.points
