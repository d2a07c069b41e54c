"""Points that become money: a table of programs, what the customer asks for, and what happens."""

import pytest

from rewards.exceptions import NotConvertible
from rewards.services import convert_points, quote_conversion
from tests.factories.rewards import left_of, make_program, make_reward_wallet
from tests.factories.wallets import balances, make_wallet
from tests.support.rewards import amounts, differences
from wallet_project.core.exceptions import InsufficientFunds

pytestmark = pytest.mark.django_db

# what it shows, currency, the program, points there, points asked for; points taken, value, points kept
DONE = [
    ("500 points are 5.00; you keep 37", "EUR", {}, 537, 500, 500, "5.00", 37),
    ("all that is there", "EUR", {}, 537, 537, 537, "5.37", 0),
    ("steps of a hundred", "EUR", {"step": 100}, 537, 537, 500, "5.00", 37),
    ("steps of a hundred, of fewer", "EUR", {"step": 100}, 537, 199, 100, "1.00", 437),
    ("exactly the minimum", "EUR", {"minimum": 200}, 537, 200, 200, "2.00", 337),
    ("a minimum in steps", "EUR", {"minimum": 200, "step": 50}, 537, 249, 200, "2.00", 337),
    ("the most of a day", "EUR", {"most_per_day": 300}, 537, 300, 300, "3.00", 237),
    ("the most of a day counts steps", "EUR", {"most_per_day": 500, "step": 100}, 537, 537, 500, "5.00", 37),
    ("three points a cent, none for nothing", "EUR", {"points": 3, "value": "0.01"}, 100, 100, 99, "0.33", 1),
    ("seven points three cents", "EUR", {"points": 7, "value": "0.03"}, 100, 100, 98, "0.42", 2),
    ("half a cent a point", "EUR", {"points": 1, "value": "0.005"}, 101, 101, 100, "0.50", 1),
    ("rupees", "INR", {"points": 4, "value": 1}, 999, 999, 999, "249.75", 0),
    ("rupees in whole paise only", "INR", {"points": 300, "value": 1}, 100, 100, 99, "0.33", 1),
    ("yen have no decimals", "JPY", {"points": 3, "value": 2}, 100, 100, 99, "66", 1),
    ("a yen for a hundred points", "JPY", {"points": 100, "value": 1}, 537, 537, 500, "5", 37),
    ("fils", "KWD", {"points": 1000, "value": 1}, 537, 537, 537, "0.537", 0),
    ("fils that do not divide", "KWD", {"points": 7, "value": "0.001"}, 100, 100, 98, "0.014", 2),
]


@pytest.mark.parametrize("target", ["wallet", "reward_wallet"])
@pytest.mark.parametrize(
    ("currency", "program", "available", "asked", "points", "value", "kept"),
    [row[1:] for row in DONE],
    ids=[row[0] for row in DONE],
)
def test_converted(target, currency, program, available, asked, points, value, kept):
    make_program(currency=currency, target=target, **program)
    wallet = make_wallet("0", currency)
    account = make_reward_wallet(str(available), "PTS", customer=wallet.customer)
    rewards = make_reward_wallet("0", currency, customer=wallet.customer)
    done = convert_points(customer_id=wallet.customer_id, points=asked, currency=currency, key="c1")
    assert (done.points, str(done.money.amount), left_of(account)) == (points, value, [kept])
    went_to = balances(wallet)[0] if target == "wallet" else amounts(rewards)[0]
    assert went_to == value
    assert differences() == set()


# what it shows, currency, the program, points there, points asked for, the refusal
REFUSED = [
    ("below the minimum", "EUR", {"minimum": 200}, 537, 199, NotConvertible),
    ("steps that end below the minimum", "EUR", {"minimum": 250, "step": 100}, 537, 299, NotConvertible),
    ("less than one step", "EUR", {"step": 100}, 537, 99, NotConvertible),
    ("not worth a cent", "EUR", {"points": 3, "value": "0.01"}, 537, 2, NotConvertible),
    ("not worth a yen", "JPY", {"points": 100, "value": 1}, 537, 99, NotConvertible),
    ("more than the day's most", "EUR", {"most_per_day": 300}, 537, 301, NotConvertible),
    ("a step more than the day's most", "EUR", {"most_per_day": 499, "step": 100}, 537, 500, NotConvertible),
    ("more than there is", "EUR", {}, 537, 538, InsufficientFunds),
    ("more than there is, though the steps would do", "EUR", {"step": 100}, 537, 550, InsufficientFunds),
]


@pytest.mark.parametrize(
    ("currency", "program", "available", "asked", "error"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_refused(currency, program, available, asked, error):
    from django.utils import timezone

    make_program(currency=currency, **program)
    account = make_reward_wallet(str(available), "PTS")
    with pytest.raises(error):
        quote_conversion(customer_id=account.customer_id, points=asked, currency=currency, now=timezone.now())
    with pytest.raises(error):
        convert_points(customer_id=account.customer_id, points=asked, currency=currency, key="c1")
    assert left_of(account) == [available]
