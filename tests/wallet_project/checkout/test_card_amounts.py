import pytest
from djmoney.money import Money

from wallet_project.checkout.card_amounts import SMALLEST, least_chargeable, most_refundable
from wallet_project.core.money import to_minor


@pytest.mark.parametrize(
    ("currency", "rest", "least"),
    [
        ("EUR", "0", "0.00"),
        ("EUR", "0.01", "0.50"),
        ("EUR", "0.50", "0.50"),
        ("EUR", "0.51", "0.51"),
        ("JPY", "1", "50"),
        ("JPY", "51", "51"),
        ("INR", "0.49", "0.50"),
        ("KWD", "0.001", "0.200"),
        ("KWD", "2.345", "2.350"),
        ("KWD", "2.340", "2.340"),
        ("HUF", "100.00", "175.00"),
        ("ISK", "12", "12"),
        ("COP", "0.01", "0.01"),
    ],
)
def test_the_least_that_a_card_can_pay(currency, rest, least):
    assert least_chargeable(Money(rest, currency)) == Money(least, currency)


def test_a_negative_rest_needs_no_card():
    assert least_chargeable(Money("-1", "EUR")) == Money("0", "EUR")


def test_every_minimum_has_its_currencys_own_decimals():
    for currency, amount in SMALLEST.items():
        assert to_minor(Money(amount, currency)) > 0


@pytest.mark.parametrize(
    ("currency", "amount", "most"),
    [("EUR", "0.01", "0.01"), ("JPY", "7", "7"), ("KWD", "2.349", "2.340"), ("KWD", "0.009", "0.000")],
)
def test_a_card_is_given_back_what_is_on_its_grid(currency, amount, most):
    assert most_refundable(Money(amount, currency)) == Money(most, currency)
