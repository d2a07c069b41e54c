"""What an order earned goes back in proportion to its refunds, and what is spent is owed: a table."""

import pytest
from djmoney.money import Money

from rewards.models import Shortfall
from rewards.services import clawback_accruals, mature_accrual
from tests.factories.rewards import make_reward_wallet
from tests.support.rewards import NOW, after, amounts, booked, differences, earn, spend
from wallets.ledger import chart

pytestmark = pytest.mark.django_db

# what it shows, unit, earned, order's total, refunded so far at each refund, left of it after each
PROPORTIONS = [
    ("a half", "PTS", "120", "60.00", ["30.00"], ["60"]),
    ("all at once", "PTS", "120", "60.00", ["60.00"], ["0"]),
    ("rounded in the customer's favor", "PTS", "100", "30.00", ["10.00"], ["67"]),
    ("thirds, then the rest", "PTS", "100", "30.00", ["10.00", "20.00", "30.00"], ["67", "34", "0"]),
    ("a cent of a large order takes nothing yet", "PTS", "120", "60.00", ["0.01"], ["120"]),
    ("many take what one would", "PTS", "7", "70.00", ["9.99", "19.98", "70.00"], ["7", "6", "0"]),
    ("cashback in cents", "EUR", "3.33", "99.99", ["33.33", "66.66", "99.99"], ["2.22", "1.11", "0.00"]),
    ("cashback in thirds", "EUR", "1.00", "3.00", ["1.00", "2.00", "3.00"], ["0.67", "0.34", "0.00"]),
    ("rupees", "INR", "12.50", "499.00", ["249.50", "499.00"], ["6.25", "0.00"]),
    ("yen", "JPY", "100", "9999", ["3333", "9998", "9999"], ["67", "1", "0"]),
    ("fils", "KWD", "0.999", "10.000", ["3.333", "10.000"], ["0.667", "0.000"]),
]  # fmt: skip


@pytest.mark.parametrize("days", [14, None], ids=["while pending", "when available"])
@pytest.mark.parametrize(
    ("unit", "earned", "total", "refunds", "left"),
    [row[1:] for row in PROPORTIONS],
    ids=[row[0] for row in PROPORTIONS],
)
def test_in_proportion(days, unit, earned, total, refunds, left):
    currency = "EUR" if unit == "PTS" else unit
    wallet = make_reward_wallet("0", unit)
    accrual = earn(wallet, earned, days=days)
    for refunded, rest in zip(refunds, left, strict=True):
        clawback_accruals(
            reference="1000042", refunded=Money(refunded, currency), total=Money(total, currency), now=NOW
        )
        available, _, pending = amounts(wallet)
        assert (pending if days else available) == rest
        assert booked(chart.REWARDS_GRANTED, unit).lstrip("-") == rest
    mature_accrual(accrual_id=accrual.pk, now=after(14))
    assert amounts(wallet)[0] == left[-1]
    assert differences() == set()


# what it shows, unit, earned, spent of it, percent refunded; then left, owed, and what of the next
# accrual of as much arrives, with what is owed still
SHORTFALLS = [
    ("nothing spent, nothing owed", "PTS", "100", None, 50, "50", 0, "150", 0),
    ("the rest suffices", "PTS", "100", "50", 50, "0", 0, "100", 0),
    ("a part is owed", "PTS", "100", "80", 50, "0", 30, "70", 0),
    ("all is owed", "PTS", "100", "100", 100, "0", 100, "0", 0),
    ("cents are owed", "EUR", "2.50", "2.49", 30, "0.00", 74, "1.76", 0),
    ("rupees are owed", "INR", "10.00", "10.00", 25, "0.00", 250, "7.50", 0),
    ("yen are owed", "JPY", "500", "499", 99, "0", 494, "6", 0),
    ("fils are owed", "KWD", "1.001", "1.001", 50, "0.000", 500, "0.501", 0),
]


@pytest.mark.parametrize(
    ("unit", "earned", "spent", "percent", "left", "owed", "then", "still"),
    [row[1:] for row in SHORTFALLS],
    ids=[row[0] for row in SHORTFALLS],
)
def test_owed(unit, earned, spent, percent, left, owed, then, still):
    wallet = make_reward_wallet("0", unit)
    earn(wallet, earned)
    if spent:
        spend(wallet, spent)
    clawback_accruals(reference="1000042", refunded=Money(percent, "EUR"), total=Money(100, "EUR"), now=NOW)
    assert (amounts(wallet)[0], sum(row.left for row in Shortfall.objects.all())) == (left, owed)
    earn(wallet, earned, "1000043", days=14)
    accrual = wallet.accruals.get(reference="1000043")
    mature_accrual(accrual_id=accrual.pk, now=after(14))
    assert (amounts(wallet)[0], sum(row.left for row in Shortfall.objects.all())) == (then, still)
    assert differences() == set()


def test_a_large_shortfall_is_paid_off_by_several_accruals():
    points = make_reward_wallet("0", "PTS")
    earn(points, "100")
    spend(points, "100")
    clawback_accruals(reference="1000042", refunded=Money(1, "EUR"), total=Money(1, "EUR"), now=NOW)
    paths = []
    for number, amount in enumerate(("30", "30", "30", "30")):
        earn(points, amount, f"next-{number}")
        paths.append((amounts(points)[0], Shortfall.objects.get().left))
    assert paths == [("0", 70), ("0", 40), ("0", 10), ("20", 0)]
