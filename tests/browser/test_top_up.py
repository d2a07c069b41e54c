"""A customer adds money: by a new card, by a saved one, with a bank that asks who they are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shop import Shop, money_of, told
from tests.browser.steps import (
    ASKS_ALWAYS,
    DECLINES,
    MASTERCARD,
    PAYS,
    answers_the_bank,
    chooses_an_amount,
    has_money,
    mira,
    pays_with,
    sends_the_top_up,
    starts_a_top_up,
)
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_card_is_saved_with_the_first_top_up_and_the_second_takes_one_step(
    visit: Visit, shop: Shop, size: Size
) -> None:
    customer = mira()
    visitor = visit(customer, size=size)
    visitor.goes_to("/")
    visitor.wallet_block.get_by_role("link", name="Add money").click()
    chooses_an_amount(visitor, "€20.00")
    visitor.field("Save this card").check()
    visitor.looks("top-up form")
    visitor.button("Go on to pay €20.00").click()

    expect(visitor.page.get_by_role("button", name="Pay €20.00")).to_be_visible()
    visitor.looks("payment page")
    pays_with(visitor, PAYS)

    has_money(visitor, "€20.00")
    expect(visitor.wallet_block).to_contain_text("€20.00")
    expect(visitor.main).to_contain_text("Your wallet now has €20.00")
    visitor.looks("top-up succeeded")
    assert money_of(customer) == ("20.00", "0.00")
    assert sorted(told(customer)) == ["card_saved", "money_added"]

    visitor.goes_to("/wallet/top-up/")
    expect(visitor.page.get_by_role("radio", name="4242")).to_be_checked()
    chooses_an_amount(visitor, "12.50")
    visitor.looks("top-up form with a saved card")
    visitor.button("Add money").click()
    has_money(visitor, "€12.50")
    assert shop.charged() == ["20.00 succeeded", "12.50 succeeded"]

    visitor.main.get_by_role("link", name="To your wallet").click()
    visitor.is_at("Your wallet")
    expect(visitor.main).to_contain_text("€32.50")
    visitor.looks("wallet after two top-ups")
    visitor.link("All movements").click()
    visitor.is_at("Your movements")
    movements = visitor.main.get_by_role("listitem").filter(has_text="Money added")
    expect(movements).to_have_count(2)
    expect(movements.first).to_contain_text("+€12.50")
    expect(movements.first).to_contain_text("then €32.50")
    visitor.looks("movements")
    movements.first.get_by_role("link", name="Money added").click()
    visitor.is_at("Money added")
    expect(visitor.main).to_contain_text("4242")
    visitor.looks("one movement")


def test_cards_are_added_chosen_and_removed(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer)
    visitor.goes_to("/wallet/cards/")
    visitor.looks("cards, none")
    visitor.button("Add a card").click()
    expect(visitor.page.get_by_text("Nothing is charged now.")).to_be_visible()
    visitor.looks("payment page to save a card")
    pays_with(visitor, PAYS)
    expect(visitor.page.get_by_role("status").first).to_contain_text("4242 is saved")
    visitor.button("Add a card").click()
    pays_with(visitor, MASTERCARD)
    expect(visitor.page.get_by_role("status").first).to_contain_text("4444 is saved")

    cards = visitor.main.get_by_role("listitem")
    expect(cards.filter(has_text="4242")).to_contain_text("Default")
    visitor.looks("cards, two")
    cards.filter(has_text="4444").get_by_role("button", name="Make it the default").click()
    expect(cards.filter(has_text="4444")).to_contain_text("Default")
    expect(cards.filter(has_text="4242").get_by_text("Default", exact=True)).to_have_count(0)

    visitor.goes_to("/wallet/top-up/")
    expect(visitor.page.get_by_role("radio", name="4444")).to_be_checked()

    visitor.goes_to("/wallet/cards/")
    cards.filter(has_text="4444").get_by_role("link", name="Remove").click()
    visitor.is_at(re.compile("^Remove .*4444"))
    visitor.looks("remove a card")
    visitor.button("Yes, remove it").click()
    expect(cards.filter(has_text="4444")).to_have_count(0)
    expect(cards.filter(has_text="4242")).to_contain_text("Default")
    assert shop.charged() == []
    assert told(customer) == ["card_saved", "card_saved", "card_removed"]


def test_the_bank_asks_who_pays_on_the_payment_page(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer)
    starts_a_top_up(visitor, "€10.00", save=True)
    pays_with(visitor, ASKS_ALWAYS)
    expect(visitor.page.get_by_role("heading", name="Is this you?")).to_be_visible()
    visitor.looks("3-D Secure page")
    answers_the_bank(visitor, is_it_me=False)
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.looks("payment page after a refusal")
    assert money_of(customer) == ("0.00", "0.00")
    pays_with(visitor, ASKS_ALWAYS)
    answers_the_bank(visitor, is_it_me=True)
    has_money(visitor, "€10.00")
    assert money_of(customer) == ("10.00", "0.00")

    starts_a_top_up(visitor, "€20.00", card="3184")
    answers_the_bank(visitor, is_it_me=False)
    expect(visitor.page.get_by_role("heading", name="The payment was declined")).to_be_visible()
    visitor.looks("top-up declined")
    assert money_of(customer) == ("10.00", "0.00")
    visitor.link("Try again with another card").click()
    expect(visitor.page.get_by_role("radio", name="€20.00")).to_be_checked()
    sends_the_top_up(visitor)
    answers_the_bank(visitor, is_it_me=True)
    has_money(visitor, "€20.00")
    assert money_of(customer) == ("30.00", "0.00")
    assert "top_up_failed" in told(customer)


def test_a_declined_card_stays_on_the_payment_page_and_leaving_it_charges_nothing(
    visit: Visit, shop: Shop
) -> None:
    customer = mira()
    visitor = visit(customer)
    starts_a_top_up(visitor, "€50.00")
    pays_with(visitor, DECLINES)
    expect(visitor.page.get_by_role("alert")).to_contain_text("declined")
    visitor.link("Back to the shop").click()
    expect(visitor.page.get_by_role("heading", name="Waiting for you on the payment page")).to_be_visible()
    visitor.looks("top-up waits for the customer")
    visitor.goes_to("/wallet/")
    expect(visitor.main.get_by_role("region", name="On its way")).to_contain_text("€50.00")
    visitor.looks("wallet with a top-up on its way")
    visitor.link("Look €50.00").click()
    visitor.button("Cancel this top-up").click()
    expect(visitor.page.get_by_role("heading", name="This top-up ended without a payment")).to_be_visible()
    visitor.looks("top-up canceled")
    assert money_of(customer) == ("0.00", "0.00")
    assert shop.charged() == ["50.00 canceled"]
