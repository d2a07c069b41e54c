"""Where the button of a letter leads, and that it says so; and what letters of many turns say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import resolve, reverse
from django.utils import translation

from notifications.enums import Kind
from notifications.kinds import FACTS
from notifications.samples import NO_CHANGES, VARIANTS, sample_message
from notifications.texts import Letter, page_of, render_letter
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db

STATES = ("requested", "approved", "label_sent", "received", "inspected", "refunded", "rejected")


def button(letter: Letter) -> tuple[str, str]:
    found = re.search(r'<a class="button" href="([^"]*)">\s*(.*?)\s*</a>', letter.html, re.S)
    assert found
    return found[1], found[2]


@pytest.mark.parametrize("kind", [kind for kind, facts in FACTS.items() if facts.page])
def test_every_page_of_a_kind_is_one_of_the_shops(kind: Kind) -> None:
    assert resolve(page_of(make_message(kind=kind, context={}))).view_name == FACTS[kind].page


def test_a_letter_about_rewards_leads_to_them() -> None:
    letter = render_letter(make_message(kind=Kind.REWARDS_EARNED, context={"amount": "50 points"}))
    assert button(letter) == (f"http://127.0.0.1:8000{reverse('rewards:home')}", "See your rewards")


def test_where_the_cause_names_a_page_the_letter_leads_there() -> None:
    message = make_message(kind=Kind.REWARDS_EARNED, context={"url": "/orders/1000042/"})
    assert page_of(message) == "/orders/1000042/"


def test_a_letter_without_a_page_leads_to_the_shop_and_says_so() -> None:
    letter = render_letter(make_message(kind=Kind.REFUND_FAILED, context={"order": "1000042"}))
    assert button(letter) == ("http://127.0.0.1:8000/", "Open the shop")


def test_rewards_say_which_order_earned_them() -> None:
    of_order = render_letter(make_message(kind=Kind.REWARDS_EARNED, context={"order": "80487117"})).text
    of_review = render_letter(make_message(kind=Kind.REWARDS_MATURED, context={"reference": "Review"})).text
    assert ("Order: 80487117" in of_order, "For:" in of_order) == (True, False)
    assert ("For: Review" in of_review, "Order:" in of_review) == (True, False)


def returned(state: str, language: str) -> Letter:
    context = {"state": state, "order": "1000042", "goods": "1 × Tea"}
    with translation.override(language):
        user = make_user(locale=language)
        return render_letter(make_message(kind=Kind.RETURN_STATUS, recipient=user, context=context))


@pytest.mark.parametrize("language", ["en", "bg"])
def test_each_state_of_a_return_has_words_and_a_subject_of_its_own(language: str) -> None:
    letters = [returned(state, language) for state in STATES]
    assert len({letter.subject for letter in letters}) == len(STATES)
    assert len({letter.text.split("\n\n")[1] for letter in letters}) == len(STATES)
    for state, letter in zip(STATES, letters, strict=True):
        assert "1000042" in letter.subject
        assert state not in letter.text


@pytest.mark.parametrize("kind", Kind)
def test_every_turn_of_a_sample_is_another_letter(kind: Kind) -> None:
    turns: list[Any] = [NO_CHANGES, *VARIANTS.get(kind, {}).values()]
    texts = [render_letter(sample_message(kind, make_user(), changes)).text for changes in turns]
    assert len({text.partition("\n")[2] for text in texts}) == len(turns)
