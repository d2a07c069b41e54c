from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from djmoney.money import Money
from hypothesis import given
from hypothesis import strategies as st

from wallet_project.core import money
from wallet_project.core.exceptions import AmountError, AmountOutOfRange, CurrencyMismatch, TooManyDecimals

CURRENCIES = ["EUR", "INR", "USD", "JPY", "KWD", "PTS"]


@pytest.mark.parametrize(
    ("currency", "decimals"), [("EUR", 2), ("INR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("PTS", 0)]
)
def test_each_currency_has_its_decimals(currency, decimals):
    assert money.decimals_of(currency) == decimals
    assert str(money.zero(currency).amount) == "0"


@given(minor=st.integers(-(10**15), 10**15), currency=st.sampled_from(CURRENCIES))
def test_minor_units_there_and_back_lose_nothing(minor, currency):
    assert money.to_minor(money.from_minor(minor, currency)) == minor


def test_an_amount_is_written_with_all_its_decimals():
    assert [str(money.from_minor(5, currency).amount) for currency in ("EUR", "JPY", "KWD")] == [
        "0.05",
        "5",
        "0.005",
    ]


@pytest.mark.parametrize(
    ("amount", "currency"), [("1.005", "EUR"), ("0.5", "JPY"), ("1.0001", "KWD"), ("1e-9", "USD")]
)
def test_more_decimals_than_the_currency_has_are_refused(amount, currency):
    with pytest.raises(TooManyDecimals) as refusal:
        money.to_minor(Money(amount, currency))
    assert refusal.value.code == "too_many_decimals"


def test_zeros_behind_the_last_decimal_are_no_decimals():
    assert money.to_minor(Money("1.5000", "EUR")) == 150


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1e308", "10000000000000.01"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(AmountOutOfRange):
        money.to_minor(Money(Decimal(amount), "EUR"))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("12.50", "12.50"), (" 7 ", "7.00"), ("0.1", "0.10"), ("-3", "-3.00"), ("5.", "5.00")],
)
def test_plain_digits_are_read(text, amount):
    assert str(money.parse_money(text, "EUR").amount) == amount


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", ".5", "１２", "1e3", "1E3", "NaN", "inf", "1,000", "1 000", "+5", "--5", "0x10", "12.5.0",
     "12€", "٣", "1_000", "9" * 19, "1\n2", "1\x00", "99999999999999999"],
)  # fmt: skip
def test_anything_else_is_refused_with_words(text):
    with pytest.raises(AmountOutOfRange) as refusal:
        money.parse_money(text, "EUR")
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [("bg", "12,50", "12.50"), ("bg", "12.50", "12.50"), ("bg", "-1,5", "-1.50"), ("en", "12.50", "12.50")],
)
def test_what_is_typed_may_have_the_comma_of_its_language(language, text, amount):
    with translation.override(language):
        assert str(money.parse_typed_money(text, "EUR").amount) == amount


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12,50"),
        ("en", "1,000"),
        ("bg", "1,000.50"),
        ("bg", "1.000,50"),
        ("bg", "1,2,3"),
        ("bg", "1 000,5"),
        ("bg", "1,000"),
    ],
)
def test_what_could_mean_two_amounts_is_refused_in_each_language(language, text):
    with translation.override(language), pytest.raises(AmountError):
        money.parse_typed_money(text, "EUR")


def test_too_many_decimals_are_refused_when_read():
    with pytest.raises(TooManyDecimals):
        money.parse_money("1.005", "EUR")


@pytest.mark.parametrize("amount", ["0", "-0.01", "-5"])
def test_an_amount_to_move_must_be_above_zero(amount):
    with pytest.raises(AmountOutOfRange):
        money.require_positive(Money(amount, "EUR"))


def test_a_positive_amount_comes_back_in_full_decimals():
    assert str(money.require_positive(Money("5", "EUR")).amount) == "5.00"


def test_an_amount_of_another_currency_is_refused():
    assert money.require_currency(Money(5, "EUR"), "EUR") == Money(5, "EUR")
    with pytest.raises(CurrencyMismatch) as refusal:
        money.require_currency(Money(5, "USD"), "EUR")
    assert refusal.value.data == {"expected": "EUR", "given": "USD"}


weights = st.lists(st.decimals(0, 1000, places=3), min_size=1, max_size=12).filter(any)


@given(minor=st.integers(-(10**15), 10**15), shares=weights, currency=st.sampled_from(CURRENCIES))
def test_shares_sum_to_the_total_and_are_within_one_unit_of_exact(minor, shares, currency):
    split = [money.to_minor(share) for share in money.split_money(money.from_minor(minor, currency), shares)]
    assert sum(split) == minor
    for share, weight in zip(split, shares, strict=True):
        assert abs(share - Decimal(minor) * weight / sum(shares)) < 1


def test_what_is_left_goes_to_the_largest_remainders_first_among_equals():
    assert [str(m.amount) for m in money.split_money(Money(100, "EUR"), [1, 1, 1])] == [
        "33.34",
        "33.33",
        "33.33",
    ]
    assert [str(m.amount) for m in money.split_money(Money("0.05", "EUR"), [1, 3])] == ["0.01", "0.04"]
    assert [str(m.amount) for m in money.split_money(Money("-0.05", "EUR"), [1, 1])] == ["-0.03", "-0.02"]


def test_a_weight_of_zero_gets_nothing():
    assert [m.amount for m in money.split_money(Money(1, "EUR"), [0, 1])] == [0, 1]


@pytest.mark.parametrize("bad", [[], [0], [0, 0], [1, -1], [2, -1]])
def test_weights_that_nothing_can_be_shared_by_are_a_bug(bad):
    with pytest.raises(ValueError, match="Weights"):
        money.split_money(Money(1, "EUR"), bad)


def test_the_smallest_of_amounts_of_one_currency():
    assert money.smallest(Money(5, "EUR"), Money(3, "EUR"), Money(4, "EUR")) == Money(3, "EUR")
    with pytest.raises(CurrencyMismatch):
        money.smallest(Money(5, "EUR"), Money(3, "USD"))


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("12.5", "EUR", "12.50"), ("1250", "JPY", "1250"), ("1.5", "KWD", "1.500"), ("37", "PTS", "37")],
)
def test_other_systems_get_the_amount_as_a_string(amount, currency, text):
    assert money.as_data(Money(amount, currency)) == {"amount": text, "currency": currency}
