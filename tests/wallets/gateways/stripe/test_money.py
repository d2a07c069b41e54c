"""Money and Stripe's integers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from djmoney.money import Money
from hypothesis import given
from hypothesis import strategies as st

from wallets.gateways.base import GatewayError
from wallets.gateways.stripe.money import exponent, from_minor, to_minor

CASES = [
    ("12.50", "EUR", 1250),
    ("0.01", "EUR", 1),
    ("99999.99", "INR", 9999999),
    ("5", "USD", 500),
    ("500", "JPY", 500),
    ("1.250", "KWD", 1250),
    ("7", "UGX", 700),
    ("7", "ISK", 700),
]


@pytest.mark.parametrize(("amount", "currency", "minor"), CASES)
def test_there_and_back(amount: str, currency: str, minor: int) -> None:
    money = Money(amount, currency)
    assert to_minor(money) == minor
    assert from_minor(minor, currency.lower()) == money


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("12.505", "EUR"),
        ("0", "EUR"),
        ("-1", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("500.5", "JPY"),
        ("1.255", "KWD"),
        ("1.2501", "KWD"),
        ("7.50", "UGX"),
        ("7.50", "ISK"),
    ],
)
def test_what_cannot_be_charged_exactly_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(GatewayError) as refused:
        to_minor(Money(Decimal(amount), currency))
    assert refused.value.code == "invalid_request"
    assert refused.value.permanent


@given(st.integers(1, 10**9), st.sampled_from(["EUR", "INR", "USD", "JPY"]))
def test_no_amount_changes_on_the_way(minor: int, currency: str) -> None:
    money = Money(Decimal(minor).scaleb(-exponent(currency)), currency)
    assert from_minor(to_minor(money), currency) == money
    assert to_minor(money) == minor
