"""How the limits of a store's rule work together; amounts by the table are in `examples`."""

from decimal import Decimal

import pytest
from djmoney.money import Money

from rewards.caps import CapReason, CapRule, OrderLine, percent_of, reward_cap
from tests.support.rewards import eur
from wallet_project.core.exceptions import CurrencyMismatch


def cap(rule, total="100", lines=(), **fields):
    found = reward_cap(rule, total=eur(total), lines=lines, **fields)
    return found.amount, found.eligible, found.reason


def test_without_limits_an_order_may_be_paid_in_full():
    assert cap(CapRule()) == (eur("100.00"), eur("100"), CapReason.NONE)


@pytest.mark.parametrize(
    ("rule", "amount", "reason"),
    [
        (CapRule(most=eur(20), percent=Decimal(30)), "20.00", CapReason.MOST),
        (CapRule(most=eur(40), percent=Decimal(30)), "30.00", CapReason.PERCENT),
        (CapRule(most=eur(30), percent=Decimal(30)), "30.00", CapReason.PERCENT),
        (CapRule(most=eur(100)), "100.00", CapReason.NONE),
        (CapRule(most=eur(0)), "0.00", CapReason.MOST),
        (CapRule(percent=Decimal(0)), "0.00", CapReason.PERCENT),
    ],
)
def test_the_smaller_limit_decides_and_says_so(rule, amount, reason):
    found = cap(rule)
    assert (found[0], found[2]) == (eur(amount), reason)


def test_a_coupon_or_a_small_order_leaves_nothing():
    rule = CapRule(minimum_order=eur(100), with_coupon=False)
    assert cap(rule, has_coupon=True) == (eur(0), eur("100"), CapReason.COUPON)
    assert cap(rule, "99.99") == (eur(0), eur("99.99"), CapReason.MINIMUM)
    assert cap(rule) == (eur("100.00"), eur("100"), CapReason.NONE)


LINES = (OrderLine(eur(30), product="gift-card"), OrderLine(eur(50), category="tea"), OrderLine(eur(15)))


def test_what_is_excluded_pays_nothing_and_delivery_is_eligible():
    rule = CapRule(
        excluded_products=frozenset({"gift-card"}),
        excluded_categories=frozenset({"tea"}),
        percent=Decimal(50),
    )
    assert cap(rule, lines=LINES) == (eur("10.00"), eur("20"), CapReason.PERCENT)


def test_a_line_is_excluded_once_although_both_its_product_and_its_category_are():
    rule = CapRule(excluded_products=frozenset({"a"}), excluded_categories=frozenset({"b"}))
    lines = [OrderLine(eur(30), product="a", category="b")]
    assert cap(rule, lines=lines) == (eur("70.00"), eur("70"), CapReason.ELIGIBLE)


@pytest.mark.parametrize(("line", "eligible"), [("130", "0"), ("-5", "100")])
def test_eligible_is_never_below_nothing_nor_above_the_order(line, eligible):
    """Lines may say more than a discounted total, and a discount may be a line."""
    rule = CapRule(excluded_products=frozenset({"a"}))
    found = cap(rule, lines=[OrderLine(eur(line), product="a")])
    assert found[:2] == (eur(eligible), eur(eligible))


def test_another_currency_is_refused():
    with pytest.raises(CurrencyMismatch):
        cap(CapRule(most=Money(20, "USD")))


@pytest.mark.parametrize(
    ("amount", "currency", "percent", "expected"),
    [
        ("99.99", "EUR", "10", "9.99"),
        ("0.09", "EUR", "10", "0.00"),
        ("999", "JPY", "10", "99"),
        ("9.999", "KWD", "10", "0.999"),
        ("333.33", "INR", "33.33", "111.09"),
    ],
)
def test_percentages_round_down_to_the_unit(amount, currency, percent, expected):
    assert percent_of(Money(amount, currency), Decimal(percent)) == Money(expected, currency)
