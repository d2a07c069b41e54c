"""What staff can write, and what they can't reach with it."""

from __future__ import annotations

import pytest

from notifications.wording import Block, blocks, fill, missing_in, mistakes_in, names_in, plain

KNOWN = {"amount", "note", "balance"}
DETAILS = {"amount": "€10.00", "balance": "€12.00"}


def test_names_are_found_once_however_they_are_spaced() -> None:
    assert names_in("{{ amount }} {{balance}} {{  amount  }}") == ["amount", "balance"]


@pytest.mark.parametrize(
    "text",
    [
        "{% load static %}",
        "{% include 'account/login.html' %}",
        "{# a remark #}",
        "{{ amount|safe }}",
        "{{ amount.pk }}",
        "{{ amount() }}",
        "{{ 'amount' }}",
        "{{ settings.SECRET_KEY }}",
        "{{ recipient.password }}",
        "{{ amount",
        "amount }}",
        "{{ amount }",
        "{{ two words }}",
        "{{}}",
    ],
)
def test_what_is_no_plain_name_is_refused(text: str) -> None:
    assert mistakes_in(text, KNOWN)


@pytest.mark.parametrize(
    "name", ["recipient", "settings", "request", "url", "site_url", "__class__", "Amount"]
)
def test_a_name_that_the_message_does_not_know_is_refused_and_named(name: str) -> None:
    (mistake,) = mistakes_in(f"Hello {{{{ {name} }}}}", KNOWN)
    assert mistake == f"This message knows no {{{{ {name} }}}}. Choose from the names below."


def test_braces_that_stand_alone_are_only_text() -> None:
    assert mistakes_in("{amount} of 100 % } {", KNOWN) == []
    assert fill("{amount} } {", DETAILS) == "{amount} } {"


def test_what_must_be_told_is_missed_in_words() -> None:
    assert missing_in("Hello", {"amount", "balance"}) == (
        "The customer must be told {{ amount }}, {{ balance }}."
    )
    assert missing_in("{{ amount }}", {"amount"}) == ""


def test_a_detail_is_never_read_as_a_name() -> None:
    """Attack: a customer's or a colleague's words with braces in them."""
    details = {"note": "{{ balance }} {% now 'Y' %}", "balance": "€12.00"}
    assert plain("{{ note }}", details) == "{{ balance }} {% now 'Y' %}"


def test_what_got_past_the_form_does_nothing() -> None:
    text = "{{ settings.SECRET_KEY }} {% now 'Y' %} {{ amount|safe }}"
    assert plain(text, DETAILS) == text
    assert plain("A {{ recipient }} line\nand {{ amount }}", DETAILS) == "and €10.00"


def test_a_line_without_its_detail_is_left_out_and_so_is_what_announces_it() -> None:
    text = "You have {{ amount }}.\n\nWhy:\n{{ note }}\n\nBalance: {{ balance }}"
    assert plain(text, DETAILS) == "You have €10.00.\n\nBalance: €12.00"
    assert plain("Thank you.\nWallet\nA: {{ note }}\nB: {{ x }}", DETAILS) == "Thank you."
    assert plain("Wallet\nA: {{ note }}\nB: {{ amount }}", DETAILS) == "Wallet\nB: €10.00"


def test_paragraphs_tables_and_quotes() -> None:
    text = "Thank you.\nYou have {{ amount }}.\nBalance: {{ balance }}\n\n“{{ note }}”"
    assert blocks(text, DETAILS | {"note": "Hi"}) == [
        Block(lines=("Thank you.", "You have €10.00.")),
        Block(facts=(("Balance", "€12.00"),)),
        Block(lines=("“Hi”",), quoted=True),
    ]
    assert blocks("{{ note }}", {"note": "a\nb"}) == [Block(lines=("a", "b"))]
