"""The store's terms in plain words: whatever can be decided is said, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from refunds.enums import RefundReason
from refunds.models import StoreCreditPolicy
from refunds.words import REASONS, PolicyWords, Times, changed, policy_in_words

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TIMES = Times(grace_days=30, decide_within_days=14)


def policy(**fields: Any) -> StoreCreditPolicy:
    return StoreCreditPolicy(**{"currency": "EUR", "starts_at": NOW} | fields)


def said(times: Times = TIMES, **fields: Any) -> PolicyWords:
    return policy_in_words(policy(**fields), times)


def topic(title: str, **fields: Any) -> tuple[str, ...]:
    return next(one.sentences for one in said(**fields).topics if one.title == title)


def test_the_usual_terms_word_by_word() -> None:
    words = said()
    assert [(one.title, one.sentences, one.points) for one in words.topics] == [
        (
            "What you can send back",
            (
                "You can ask to return something until 30 days after it was delivered.",
                "Where we do not hear when a parcel arrives, the days count from paying.",
                "Beyond that we may give something back out of goodwill; that is for us to decide.",
            ),
            (
                "It came damaged.",
                "It came too late.",
                "It is not what we described.",
                "You are not satisfied with it.",
                "You changed your mind.",
            ),
        ),
        (
            "Where the money goes",
            (
                "Wallet money goes back to your wallet, and reward money to your reward money.",
                "For what you paid by card or bank you choose: your wallet, or the card or bank that paid.",
                "If only a part is refunded, each way of paying gets its share of it, in the ratio in which"
                " it paid.",
            ),
            (),
        ),
        ("What it costs you", ("Sending something back costs you nothing.",), ()),
        (
            "How long it takes",
            (
                "A person looks at each request, within 14 days at most.",
                "Once we have approved it and nothing is missing, the money is in your wallet at once.",
                "To a card or a bank it takes 5–10 days more; that is up to your bank.",
            ),
            (),
        ),
        (
            "What happens to rewards",
            (
                "Reward money that you paid with comes back as reward money, never to a card.",
                "If it has expired meanwhile, you get 30 more days to use it.",
                "What the order earned you, points and reward money, is taken back in the same proportion.",
                "If you have spent that already, the reward money and points that you earn or get back next"
                " make up for it; you never owe us money for it.",
            ),
            (),
        ),
    ]
    assert words.brief == (
        "You can ask to return something until 30 days after it was delivered. What your card paid goes to"
        " your wallet at once, or to the card in 5–10 days. Sending something back costs you nothing."
    )
    assert words.summary == (
        "You can ask to return something until 30 days after it was delivered.",
        "What your card paid goes to your wallet at once, or to the card in 5–10 days.",
        "Sending something back costs you nothing.",
        "A person looks at each request, within 14 days at most.",
    )


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(RefundReason)


def test_only_offered_reasons_are_listed() -> None:
    words = said(reasons=["damaged", "goodwill"])
    assert words.topics[0].points == ("It came damaged.", "Something else, at our goodwill.")
    assert not any("goodwill" in sentence for sentence in words.topics[0].sentences)


def test_without_reasons_nothing_is_taken_back() -> None:
    assert said(reasons=[]).summary[0].startswith("At the moment we take nothing back.")


@pytest.mark.parametrize(
    ("wallet", "card", "way"),
    [
        (
            "0",
            "2.50",
            "is free if the money goes to your wallet, and costs you €2.50 otherwise.",
        ),
        ("2.50", "0", "is free if the money goes to your card, and costs you €2.50 otherwise."),
        ("2.50", "2.50", "costs you €2.50."),
        (
            "1.00",
            "2.50",
            "costs you €1.00 if the money goes to your wallet, and €2.50 if it goes to your card.",
        ),
    ],
)
def test_who_pays_the_way_back_to_each_destination(wallet: str, card: str, way: str) -> None:
    assert topic("What it costs you", shipping_to_wallet=wallet, shipping_to_card=card) == (
        f"The way back {way}",
        "If the reason is “Damaged”, “Late delivery” or “Not as described”, it costs you nothing.",
        "It is taken off the refund; you never pay anything on top.",
    )


def test_where_no_card_is_offered_its_fee_is_not_spoken_of() -> None:
    words = said(card_allowed=False, shipping_to_card="2.50", bonus_percent=0)
    assert "card" not in " ".join(words.topics[2].sentences)
    assert words.brief == (
        "You can ask to return something until 30 days after it was delivered. The money goes to your wallet."
        " Sending something back costs you nothing."
    )
    assert "What you paid by card or bank goes to your wallet." in words.topics[1].sentences
    assert not any("To a card" in one for one in words.topics[3].sentences)


def test_where_no_card_is_offered_the_bonus_is_still_spoken_of() -> None:
    brief = said(card_allowed=False, bonus_percent=Decimal("5.00")).brief
    assert "The money goes to your wallet, with 5% on top of what your card paid." in brief


def test_restocking_is_said_in_percent() -> None:
    assert topic("What it costs you", restocking_percent=Decimal("12.50"), free_reasons=[]) == (
        "The way back we pay.",
        "We keep 12.5% of the price of what comes back, for putting it on our shelf again.",
        "It is taken off the refund; you never pay anything on top.",
    )


def test_where_every_reason_is_free_no_fee_is_spoken_of() -> None:
    terms = {"reasons": ["damaged"], "free_reasons": ["damaged", "late"], "restocking_percent": 10}
    assert topic("What it costs you", **terms) == ("Sending something back costs you nothing.",)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (
            None,
            "grows by 5%, a present of wallet money that does not expire.",
        ),
        (
            90,
            "brings you 5% on top, as reward money that you can use for 90 days.",
        ),
        (
            1,
            "brings you 5% on top, as reward money that you can use for 1 day.",
        ),
    ],
)
def test_the_bonus_and_how_long_it_lasts(days: int | None, sentence: str) -> None:
    words = said(bonus_percent=Decimal("5.00"), bonus_valid_days=days)
    assert f"What of it goes to your wallet {sentence}" in words.topics[1].sentences
    assert "to your wallet with 5% on top, or to the card in 5–10 days." in words.brief


@pytest.mark.parametrize(
    ("times", "said_so"),
    [
        (3, "if you have made fewer than 3 in the last 90 days."),
        (1, "if you have made none in the last 90 days."),
    ],
)
def test_what_is_approved_at_once(times: int, said_so: str) -> None:
    sentences = topic("How long it takes", automatic_limit=Decimal(50), automatic_in_90_days=times)
    assert sentences[:2] == (
        f"A request of up to €50.00 is approved at once, {said_so}",
        "At the others a person looks, within 14 days at most.",
    )


def test_what_is_never_approved_at_once_is_not_promised() -> None:
    sentences = topic("How long it takes", automatic_limit=Decimal(50), automatic_in_90_days=0)
    assert sentences[0] == "A person looks at each request, within 14 days at most."


@pytest.mark.parametrize(
    ("first", "last", "words"), [(5, 10, "5–10 days"), (3, 3, "3 days"), (1, 1, "1 day")]
)
def test_how_long_a_card_takes(first: int, last: int, words: str) -> None:
    assert f"it takes {words} more" in topic("How long it takes", card_days_from=first, card_days_to=last)[-1]


@pytest.mark.parametrize(
    ("order", "first"),
    [("reward_first", "reward money is"), ("reward_last", "what your card or bank paid is")],
)
def test_what_is_given_back_first(order: str, first: str) -> None:
    assert (
        f"If only a part is refunded, {first} given back first"
        in topic("Where the money goes", tender_order=order)[-1]
    )


def test_expired_rewards_without_grace_are_gone() -> None:
    words = said(Times(grace_days=0, decide_within_days=1))
    assert words.topics[4].sentences[1] == "What has expired meanwhile is gone."
    assert "within 1 day at most" in words.topics[3].sentences[0]


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "¥250"), ("KWD", "KWD2.500")])
def test_amounts_have_the_decimals_of_their_currency(currency: str, amount: str) -> None:
    fee = "250.000" if currency == "JPY" else "2.500"
    assert amount in topic("What it costs you", currency=currency, shipping_to_card=Decimal(fee))[0]


def test_where_no_delivery_is_heard_of_the_days_count_from_paying_and_the_words_say_so() -> None:
    words = said(Times(grace_days=30, decide_within_days=14, from_delivery=False))
    assert words.topics[0].sentences == (
        "You can ask to return something within 30 days after paying.",
        "Beyond that we may give something back out of goodwill; that is for us to decide.",
    )
    assert words.summary[0] == words.topics[0].sentences[0]


def test_what_a_later_version_says_anew_is_found_by_topic() -> None:
    now, then = said(), said(window_days=14, bonus_percent=3)
    assert [one.title for one in changed(now.topics, then.topics)] == [
        "What you can send back",
        "Where the money goes",
    ]
    assert changed(now.topics, now.topics) == ()
