"""Worked examples: what a voucher takes off, to the smallest coin, in currencies of 2, 0 and 3 decimals."""

from decimal import Decimal

import pytest

from rewards.discounts import DiscountRule, discount_for
from rewards.enums import OfferKind
from rewards.exceptions import VoucherNotUsable
from tests.factories.offers import lines, minor
from wallet_project.core.money import from_minor


def fixed(amount, currency="EUR", minimum=None):
    least = None if minimum is None else from_minor(minimum, currency)
    return DiscountRule(OfferKind.FIXED, currency, from_minor(amount, currency), minimum_order=least)


def percent(percent, most, currency="EUR"):
    return DiscountRule(
        OfferKind.PERCENT, currency, percent=Decimal(percent), most=from_minor(most, currency)
    )


def product(slug, currency="EUR"):
    return DiscountRule(OfferKind.PRODUCT, currency, product=slug)


@pytest.mark.parametrize(
    ("rule", "items", "shares"),
    [
        # A fixed amount, shared by what the lines cost; what rounding leaves goes to the largest rests.
        (fixed(500), ["20.00"], [500]),
        (fixed(500), ["20.00", "20.00"], [250, 250]),
        (fixed(500), ["10.00", "30.00"], [125, 375]),
        (fixed(500), ["10.00", "10.00", "10.00"], [167, 167, 166]),
        (fixed(1), ["0.01", "99.99"], [0, 1]),
        (fixed(500), ["5.00"], [500]),
        (fixed(500), ["3.20"], [320]),
        (fixed(500), ["1.00", "2.00"], [100, 200]),
        (fixed(500, minimum=2000), ["20.00"], [500]),
        (fixed(500, "JPY"), ["1000", "2000"], [167, 333]),
        (fixed(500, "JPY"), ["400"], [400]),
        (fixed(500, "KWD"), ["1.250", "0.250"], [417, 83]),
        (fixed(1500, "KWD"), ["1.499"], [1499]),
        # A percentage, rounded down to the unit, never more than its maximum.
        (percent("10", 1000), ["12.35"], [123]),
        (percent("10", 1000), ["12.35", "0.05"], [124, 0]),
        (percent("25", 1000), ["80.00"], [1000]),
        (percent("25", 2000), ["79.99"], [1999]),
        (percent("33.33", 9999), ["0.10"], [3]),
        (percent("100", 99999), ["12.34"], [1234]),
        (percent("12.5", 300, "JPY"), ["1255"], [156]),
        (percent("12.5", 100, "JPY"), ["1255"], [100]),
        (percent("15", 5000, "KWD"), ["7.777", "1.001"], [1166, 150]),
        # One piece of the product, whatever else is there.
        (product("p2"), ["10.00", "12.50"], [0, 1250]),
        (product("p1"), ["3 x 4.00", "1.00"], [400, 0]),
        (product("p1", "JPY"), ["2 x 980"], [980]),
        (product("p1", "KWD"), ["7 x 0.125"], [125]),
    ],
)
def test_what_is_taken_off_each_line(rule, items, shares):
    off = discount_for(rule, lines(*items, currency=rule.currency))
    assert minor(*off.shares) == shares
    assert minor(off.amount) == [sum(shares)]


@pytest.mark.parametrize(
    ("rule", "items", "why"),
    [
        (fixed(500, minimum=2001), ["20.00"], "minimum"),
        (percent("10", 1000), ["0.09"], "nothing"),
        (percent("10", 1000, "JPY"), ["9"], "nothing"),
        (product("p9"), ["20.00"], "product"),
        (fixed(500), [], "nothing"),
    ],
)
def test_an_order_that_does_not_fit_is_refused_in_words(rule, items, why):
    with pytest.raises(VoucherNotUsable) as refused:
        discount_for(rule, lines(*items, currency=rule.currency))
    assert refused.value.state == why
    assert refused.value.message


def test_another_currency_is_refused():
    with pytest.raises(VoucherNotUsable, match="for orders in EUR"):
        discount_for(fixed(500), lines("5000", currency="JPY"))
