"""How much reward money an order may use: a table of what stores decide and what orders cost."""

import pytest
from djmoney.money import Money

from rewards.caps import OrderLine
from rewards.queries import cap_for
from tests.factories.checkout import pay, state
from tests.factories.rewards import left_of, make_policy, make_reward_wallet
from tests.factories.wallets import balances, make_wallet
from tests.support.rewards import NOW
from wallet_project.checkout.services import quote_payment

pytestmark = pytest.mark.django_db

LINES = (("gift-card", "cards", "30"), ("teapot", "tea", "50"), ("mug", "kitchen", "15"))

# what it shows, currency, what the store decided, the order's total, has a coupon, lines, the cap
CAPS = [
    ("nothing decided: a tenth", "EUR", None, "80.00", False, (), "8.00"),
    ("nothing decided, of yen", "JPY", None, "1999", False, (), "199"),
    ("a fixed amount", "EUR", {"most": 20}, "300.00", False, (), "20.00"),
    ("a fixed amount above the order", "EUR", {"most": 20}, "12.50", False, (), "12.50"),
    ("a fixed amount of rupees", "INR", {"most": "250.50"}, "999.00", False, (), "250.50"),
    ("a fixed amount of fils", "KWD", {"most": "1.125"}, "9.000", False, (), "1.125"),
    ("a fixed amount of nothing", "EUR", {"most": 0}, "300.00", False, (), "0.00"),
    ("a percentage", "EUR", {"percent": 15}, "80.00", False, (), "12.00"),
    ("a percentage rounds down to the cent", "EUR", {"percent": 15}, "79.99", False, (), "11.99"),
    ("a percentage rounds down to the yen", "JPY", {"percent": 15}, "7999", False, (), "1199"),
    ("a percentage rounds down to the fils", "KWD", {"percent": "12.5"}, "7.999", False, (), "0.999"),
    ("a percentage rounds down to the paisa", "INR", {"percent": "33.33"}, "1.01", False, (), "0.33"),
    ("a percentage of very little is nothing", "EUR", {"percent": 10}, "0.09", False, (), "0.00"),
    ("all of it", "EUR", {"percent": 100}, "79.99", False, (), "79.99"),
    ("the smaller of two: the amount", "EUR", {"most": 10, "percent": 50}, "60.00", False, (), "10.00"),
    ("the smaller of two: the percentage", "EUR", {"most": 10, "percent": 50}, "12.01", False, (), "6.00"),
    ("below the minimum order", "EUR", {"most": 20, "minimum_order": 50}, "49.99", False, (), "0.00"),
    ("at the minimum order", "EUR", {"most": 20, "minimum_order": 50}, "50.00", False, (), "20.00"),
    ("at the minimum in yen", "JPY", {"percent": 5, "minimum_order": 5000}, "5000", False, (), "250"),
    ("with a coupon, where both go", "EUR", {"most": 20}, "100.00", True, (), "20.00"),
    ("with a coupon, where only one goes", "EUR", {"with_coupon": False}, "100.00", True, (), "0.00"),
    ("without a coupon, where only one goes", "EUR", {"with_coupon": False}, "100.00", False, (), "100.00"),
    ("an excluded product", "EUR", {"excluded_products": ["gift-card"]}, "100.00", False, LINES, "70.00"),
    ("an excluded category", "EUR", {"excluded_categories": ["tea"]}, "100.00", False, LINES, "50.00"),
    (
        "both, and a percentage of the rest with its delivery",
        "EUR",
        {"excluded_products": ["gift-card"], "excluded_categories": ["tea"], "percent": 25},
        "100.00",
        False,
        LINES,
        "5.00",
    ),
    (
        "all is excluded but the delivery",
        "EUR",
        {"excluded_categories": ["cards", "tea", "kitchen"]},
        "100.00",
        False,
        LINES,
        "5.00",
    ),
    ("all is excluded", "EUR", {"excluded_categories": ["cards"]}, "30.00", False, LINES[:1], "0.00"),
    (
        "the minimum counts the whole order, excluded goods too",
        "EUR",
        {"minimum_order": 100, "excluded_products": ["gift-card"], "percent": 10},
        "100.00",
        False,
        LINES,
        "7.00",
    ),
]


@pytest.mark.parametrize(
    ("currency", "policy", "total", "has_coupon", "lines", "expected"),
    [row[1:] for row in CAPS],
    ids=[row[0] for row in CAPS],
)
def test_cap(currency, policy, total, has_coupon, lines, expected):
    if policy is not None:
        make_policy(currency=currency, **policy)
    order = [
        OrderLine(Money(amount, currency), product=product, category=category)
        for product, category, amount in lines
    ]
    cap = cap_for(total=Money(total, currency), lines=order, has_coupon=has_coupon, now=NOW)
    assert str(cap.amount.amount) == expected


# what it shows, currency, the cap, wallet, rewards, order, asked of rewards and wallet, what each pays
SHARES = [
    ("the example", "EUR", 20, "200", "100", "300", None, None, "20.00", "200.00", "80.00"),
    ("less of the rewards", "EUR", 20, "200", "100", "300", "5", None, "5.00", "200.00", "95.00"),
    ("less of the wallet", "EUR", 20, "200", "100", "300", None, "50", "20.00", "50.00", "230.00"),
    ("less of either", "EUR", 20, "200", "100", "300", "7.50", "0", "7.50", "0.00", "292.50"),
    ("no rewards at all", "EUR", 20, "200", "100", "300", "0", None, "0.00", "200.00", "100.00"),
    ("fewer rewards than the cap", "EUR", 20, "200", "12.34", "300", None, None, "12.34", "200.00", "87.66"),
    ("a small order within the cap", "EUR", 20, "200", "100", "15", None, None, "15.00", "0.00", "0.00"),
    ("rewards and wallet suffice", "EUR", 20, "200", "100", "220", None, None, "20.00", "200.00", "0.00"),
    ("rupees", "INR", "99.99", "500", "100", "1000", None, None, "99.99", "500.00", "400.01"),
    ("yen", "JPY", 20, "200", "100", "300", None, None, "20", "200", "80"),
    ("dinars to the fils", "KWD", "2.005", "10", "5", "20", None, "9.995", "2.005", "9.995", "8.000"),
]


@pytest.mark.parametrize(
    ("currency", "most", "wallet", "rewards", "total", "from_rewards", "from_wallet", "reward", "paid", "card"),  # noqa: E501
    [row[1:] for row in SHARES],
    ids=[row[0] for row in SHARES],
)  # fmt: skip
def test_share(currency, most, wallet, rewards, total, from_rewards, from_wallet, reward, paid, card):
    make_policy(currency=currency, most=most)
    customer = make_wallet(wallet, currency).customer
    make_reward_wallet(rewards, currency, customer=customer)
    quote = quote_payment(
        customer_id=customer.pk,
        total=Money(total, currency),
        reward_amount=from_rewards and Money(from_rewards, currency),
        wallet_amount=from_wallet and Money(from_wallet, currency),
    )
    assert (quote.reward, quote.wallet, quote.card) == tuple(
        Money(part, currency) for part in (reward, paid, card)
    )


def test_the_example_is_paid_to_the_cent(settings):
    """Wallet 200, order 220, cap 20, rewards 100: what the quote says is what is taken."""
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    make_policy(most=20)
    wallet = make_wallet("200.00")
    rewards = make_reward_wallet("100.00", customer=wallet.customer)
    payment = pay(wallet, "220.00").payment
    assert state(payment) == {"payment": "captured", "reward": "captured", "wallet": "captured"}
    assert (balances(wallet), left_of(rewards)) == (("0.00", "0.00"), [8000])
