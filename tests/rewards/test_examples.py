"""Examples of a decision, as staff see them before saving."""

from decimal import Decimal

import pytest
from djmoney.money import Money

from rewards.caps import CapRule
from rewards.conversion import Rate
from rewards.examples import cap_examples, conversion_examples
from wallet_project.core.money import to_minor


def caps(rule, currency="EUR"):
    found = cap_examples(rule, currency)
    return [(str(one.cap.total.amount), to_minor(one.cap.amount), one.why) for one in found]


def test_ten_percent_of_usual_orders():
    ten = "10% of the order"
    rule = CapRule(percent=Decimal("10.00"))
    assert caps(rule) == [("20.00", 200, ten), ("80.00", 800, ten), ("300.00", 3000, ten)]


def test_the_edges_of_a_smallest_order_and_the_most_for_each():
    rule = CapRule(most=Money(20, "EUR"), percent=Decimal(10), minimum_order=Money(50, "EUR"))
    assert caps(rule) == [
        ("20.00", 0, "only for orders from €50.00"),
        ("49.99", 0, "only for orders from €50.00"),
        ("50.00", 500, "10% of the order"),
        ("80.00", 800, "10% of the order"),
        ("300.00", 2000, "the most for each order"),
    ]


def test_excluded_goods_and_coupons_have_examples_of_their_own():
    rule = CapRule(percent=Decimal(10), with_coupon=False, excluded_categories=frozenset({"tea"}))
    excluded, coupon = cap_examples(rule, "EUR")[-2:]
    assert (excluded.about, str(excluded.cap.amount)) == ("€40.00 of it for excluded goods", "€4.00")
    assert (coupon.about, str(coupon.cap.amount), coupon.why) == (
        "with a coupon",
        "€0.00",
        "not together with a coupon",
    )


@pytest.mark.parametrize(
    ("currency", "first"),
    [("JPY", ("2000", 200)), ("KWD", ("10.000", 1000)), ("INR", ("1000.00", 10000))],
)
def test_each_currency_has_orders_of_its_own_size_and_decimals(currency, first):
    assert caps(CapRule(percent=Decimal(10)), currency)[0][:2] == first


def conversions(rate, minimum):
    return [(one.wanted, str(one.value), one.kept) for one in conversion_examples(rate, minimum)]


def test_whole_steps_leave_points_behind():
    assert conversions(Rate(100, Money(1, "EUR"), 100), 500) == [
        (500, "€5.00", 0),
        (537, "€5.00", 37),
        (1000, "€10.00", 0),
    ]


def test_the_smallest_conversion_comes_first_and_none_is_below_it():
    assert conversions(Rate(100, Money(1, "EUR")), 600) == [(600, "€6.00", 0), (1000, "€10.00", 0)]
    assert conversions(Rate(10, Money(7, "JPY"), 10), 10)[0] == (10, "¥7", 0)
