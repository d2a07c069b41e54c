import pytest
from djmoney.money import Money

from wallet_project.core.exceptions import TooManyDecimals
from wallet_project.core.money import zero
from wallet_project.core.words import points, signed, written


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 points"), (1, "1 point"), (40, "40 points"), (-1, "-1 point"), (1250, "1,250 points")],
)
def test_points_are_whole_and_counted(number, text):
    assert points(number) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (zero("PTS"), "0 points"),
        (Money("40.000", "PTS"), "40 points"),
        (zero("EUR"), "€0.00"),
        (Money("1250", "JPY"), "¥1,250"),
        (Money("1.5", "KWD"), "KWD1.500"),
    ],
)
def test_an_amount_is_written_as_its_currency_is(amount, text):
    assert written(amount) == text


def test_a_part_of_a_point_is_refused():
    with pytest.raises(TooManyDecimals):
        written(Money("0.5", "PTS"))


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Money(40, "PTS"), "+40 points"), (Money(-40, "PTS"), "−40 points"), (zero("PTS"), "0 points")],
)
def test_a_movement_of_points_has_its_sign(amount, text):
    assert signed(amount) == text
