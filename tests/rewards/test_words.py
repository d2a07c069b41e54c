from decimal import Decimal

import pytest
from djmoney.money import Money

from rewards.caps import CapRule, OrderLine, reward_cap
from rewards.enums import Activity, LotSource
from rewards.words import CAUSES, GRANTED, KINDS_OF, RewardGroup, cap_words, cause_of, reward_title
from wallets.services.posting import EntryKind
from wallets.words import Story

NOT_OF_REWARDS = {
    "top_up",
    "top_up_disputed",
    "top_up_dispute_won",
    "card_captured",
    "credit_given",
    "credit_taken_back",
    "payment_rescued",
    "adjustment_credit",
    "adjustment_debit",
    "order_paid",
    "order_refunded",
    "transfer",
}


def eur(amount):
    return Money(amount, "EUR")


def test_every_kind_that_moves_rewards_is_in_exactly_one_group():
    grouped = [kind.value for kinds in KINDS_OF.values() for kind in kinds]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) | NOT_OF_REWARDS >= {kind.value for kind in EntryKind}
    assert set(KINDS_OF) == set(RewardGroup)


def test_every_activity_has_words_and_an_unknown_one_has_them_too():
    assert set(CAUSES) == set(Activity)
    assert cause_of(Activity.PURCHASE, "1000042") == "order #1000042"
    assert cause_of("later", "x") == "taking part"


def test_what_is_granted_is_told_by_its_source():
    titles = {
        source: reward_title(Story(EntryKind.REWARD_GRANTED), source=source, activity="")
        for source in GRANTED
    }
    assert titles == {
        LotSource.ADJUSTMENT: "Credited by the store",
        LotSource.CAMPAIGN: "A gift from the store",
        LotSource.SCRATCH_CARD: "Won with a scratch card",
    }
    assert reward_title(Story(EntryKind.REWARD_GRANTED), source="later", activity="") == "Reward"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (CapRule(), "Reward money can pay all of this order."),
        (CapRule(most=eur("20.00")), "At most €20.00 of reward money can be used for one order."),
        (
            CapRule(percent=Decimal("12.50")),
            "Reward money can pay up to 12.5% of an order: €12.50 of €100.00.",
        ),
        (
            CapRule(minimum_order=eur("120.00")),
            "Reward money can be used for orders of €120.00 or more: this one is €20.00 short.",
        ),
        (
            CapRule(excluded_categories=frozenset({"gift-cards"})),
            "€40.00 of this order can't be paid with reward money. It can pay the other €60.00.",
        ),
        (
            CapRule(percent=Decimal(10), excluded_products=frozenset({"card"})),
            "Reward money can pay up to 10% of an order: €6.00 of €60.00."
            " €40.00 of this order can't be paid with reward money.",
        ),
        (
            CapRule(excluded_products=frozenset({"card", "lamp"})),
            "Reward money can't be used for anything in this order.",
        ),
    ],
)
def test_a_cap_is_told_in_numbers(rule, words):
    lines = [OrderLine(eur("40.00"), "card", "gift-cards"), OrderLine(eur("60.00"), "lamp", "lamps")]
    assert cap_words(reward_cap(rule, total=eur("100.00"), lines=lines)) == words


def test_a_coupon_is_told_first():
    cap = reward_cap(CapRule(with_coupon=False, most=eur("5.00")), total=eur("10.00"), has_coupon=True)
    assert cap_words(cap) == "Reward money can't be used together with a coupon."
