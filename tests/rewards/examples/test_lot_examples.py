"""Which lot pays and which gets back: stories of several lots, told as tables.

A lot is (amount, days until it expires, or None for never). A step is what happens, and behind it
what each lot has left then, in the order in which they were credited. All lots are credited on day 0.
"""

import pytest
from djmoney.money import Money

from rewards.services import capture_reward_hold, restore_rewards, void_reward_hold
from rewards.services.expiry import expire_lots_of
from tests.factories.rewards import add_rewards, left_of, make_policy, make_reward_wallet
from tests.support.rewards import NOW, after, amounts, booked, differences, hold
from wallet_project.core.money import from_minor, to_minor
from wallets.ledger import chart

pytestmark = pytest.mark.django_db

THREE = (("5.00", 10), ("8.00", 20), ("20.00", None))

# what it shows, currency, lots, steps: (day, what, amount, what is left of each lot)
STORIES = [
    (
        "the soonest expiry pays first, whenever it was credited",
        "EUR",
        (("20.00", None), ("8.00", 20), ("5.00", 10)),
        [(0, "spend", "6.00", ("20.00", "7.00", "0.00"))],
    ),
    (
        "what never expires pays last",
        "EUR",
        (("20.00", None), ("8.00", 3650)),
        [(0, "spend", "9.00", ("19.00", "0.00"))],
    ),
    (
        "of the same day, the older pays first",
        "EUR",
        (("4.00", 10), ("4.00", 10)),
        [(0, "spend", "5.00", ("0.00", "3.00"))],
    ),
    (
        "three orders eat through three lots",
        "EUR",
        THREE,
        [
            (0, "spend", "4.00", ("1.00", "8.00", "20.00")),
            (1, "spend", "4.00", ("0.00", "5.00", "20.00")),
            (2, "spend", "10.00", ("0.00", "0.00", "15.00")),
        ],
    ),
    (
        "an expired lot is passed over before any task ran",
        "EUR",
        THREE,
        [(10, "spend", "9.00", ("0.00", "0.00", "19.00"))],
    ),
    (
        "a moment before it expires it still pays",
        "EUR",
        THREE,
        [(9.999, "spend", "9.00", ("0.00", "4.00", "20.00"))],
    ),
    (
        "a void gives each lot its own",
        "EUR",
        THREE,
        [(0, "hold", "14.00", ("0.00", "0.00", "19.00")), (1, "void", "", ("5.00", "8.00", "20.00"))],
    ),
    (
        "a part captured is the part that expires soonest",
        "EUR",
        THREE,
        [(0, "hold", "14.00", ("0.00", "0.00", "19.00")), (1, "capture", "6.00", ("0.00", "7.00", "20.00"))],
    ),
    (
        "a cent captured of three lots",
        "EUR",
        THREE,
        [(0, "hold", "33.00", ("0.00", "0.00", "0.00")), (1, "capture", "0.01", ("4.99", "8.00", "20.00"))],
    ),
    (
        "held over its day, it comes back expired",
        "EUR",
        THREE,
        [
            (0, "hold", "14.00", ("0.00", "0.00", "19.00")),
            (11, "void", "", ("5.00", "8.00", "20.00")),
            (11, "expire", "5.00", ("0.00", "8.00", "20.00")),
        ],
    ),
    (
        "what is held does not expire, what is left does",
        "EUR",
        THREE,
        [
            (0, "hold", "2.00", ("3.00", "8.00", "20.00")),
            (11, "expire", "3.00", ("0.00", "8.00", "20.00")),
            (12, "capture", "2.00", ("0.00", "8.00", "20.00")),
        ],
    ),
    (
        "two orders at once, one is called off",
        "EUR",
        THREE,
        [
            (0, "spend", "3.00", ("2.00", "8.00", "20.00")),
            (0, "hold", "6.00", ("0.00", "4.00", "20.00")),
            (1, "spend", "5.00", ("0.00", "0.00", "19.00")),
            (2, "void", "", ("2.00", "4.00", "19.00")),
        ],
    ),
    (
        "part refunds fill the lot that expires last first",
        "EUR",
        THREE,
        [
            (0, "spend", "14.00", ("0.00", "0.00", "19.00")),
            (1, "refund", "0.50", ("0.00", "0.00", "19.50")),
            (2, "refund", "2.00", ("0.00", "1.50", "20.00")),
            (3, "refund", "11.50", ("5.00", "8.00", "20.00")),
        ],
    ),
    (
        "a refund revives an expired lot for the store's thirty days",
        "EUR",
        THREE,
        [
            (0, "spend", "5.00", ("0.00", "8.00", "20.00")),
            (15, "refund", "5.00", ("5.00", "8.00", "20.00")),
            (44.9, "expire", "8.00", ("5.00", "0.00", "20.00")),
            (45, "expire", "5.00", ("0.00", "0.00", "20.00")),
        ],
    ),
    (
        "a refund revives what was paid and not what had expired unspent",
        "EUR",
        (("10.00", 10),),
        [
            (0, "spend", "4.00", ("6.00",)),
            (15, "refund", "3.00", ("3.00",)),
            (16, "refund", "1.00", ("4.00",)),
            (46, "expire", "4.00", ("0.00",)),
        ],
    ),
    (
        "what was revived pays for the next order, and comes back again",
        "EUR",
        (("10.00", 10),),
        [
            (0, "spend", "10.00", ("0.00",)),
            (20, "refund", "10.00", ("10.00",)),
            (21, "spend", "7.00", ("3.00",)),
            (60, "refund", "7.00", ("7.00",)),
        ],
    ),
    (
        "rupees",
        "INR",
        (("100.50", 5), ("0.75", 6)),
        [(0, "spend", "101.00", ("0.00", "0.25")), (1, "refund", "0.60", ("0.10", "0.75"))],
    ),
    (
        "yen",
        "JPY",
        (("500", 5), ("300", None)),
        [(0, "spend", "501", ("0", "299")), (6, "refund", "2", ("1", "300"))],
    ),
    (
        "dinars to the fils",
        "KWD",
        (("1.001", 5), ("0.999", None)),
        [(0, "hold", "1.500", ("0.000", "0.500")), (1, "capture", "1.002", ("0.000", "0.998"))],
    ),
    (
        "points",
        "PTS",
        (("70", 30), ("50", 10), ("200", None)),
        [(0, "spend", "130", ("0", "0", "190")), (31, "refund", "100", ("70", "20", "200"))],
    ),
]


class Story:
    """One customer's rewards; a void and a capture concern the last hold, a refund the last order paid."""

    def __init__(self, currency, lots):
        self.wallet = make_reward_wallet("0", currency)
        self.currency, self.spent, self.number = currency, 0, 0
        for amount, days in lots:
            add_rewards(self.wallet, amount, days=days, now=NOW)

    def money(self, amount):
        return Money(amount, self.currency)

    def go(self, day, what, amount):
        self.number += 1
        return getattr(self, what)(amount, after(day))

    def hold(self, amount, now):
        self.held = hold(self.wallet, amount, now=now)

    def spend(self, amount, now):
        self.paid = capture_reward_hold(hold_id=hold(self.wallet, amount, now=now).pk, now=now)
        self.spent += self.paid.captured

    def capture(self, amount, now):
        capture_reward_hold(hold_id=self.held.pk, amount=self.money(amount), now=now)
        self.spent += to_minor(self.money(amount))

    def void(self, amount, now):
        void_reward_hold(hold_id=self.held.pk, now=now)

    def refund(self, amount, now):
        key = f"r{self.number}"
        restore_rewards(hold_id=self.paid.pk, amount=self.money(amount), key=key, now=now)
        self.spent -= to_minor(self.money(amount))

    def expire(self, amount, now):
        assert expire_lots_of(wallet_id=self.wallet.pk, now=now) == to_minor(self.money(amount))


@pytest.mark.parametrize(
    ("currency", "lots", "steps"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES]
)
def test_story(currency, lots, steps):
    story = Story(currency, lots)
    for day, what, amount, left in steps:
        story.go(day, what, amount)
        found = tuple(str(from_minor(minor, currency).amount) for minor in left_of(story.wallet))
        assert found == left, f"after {what} on day {day}"
        assert to_minor(Money(booked(chart.SALES, currency), currency)) == story.spent
        assert to_minor(Money(amounts(story.wallet)[0], currency)) == sum(left_of(story.wallet))
        assert differences() == set()


def test_the_store_gives_more_or_less_grace():
    make_policy(grace_days=3)
    story = Story("EUR", [("10.00", 10)])
    story.go(0, "spend", "10.00")
    story.go(20, "refund", "10.00")
    story.go(22.9, "expire", "0.00")
    story.go(23, "expire", "10.00")
    assert booked(chart.BREAKAGE) == "10.00"
