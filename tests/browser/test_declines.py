"""The card says no: nothing is lost, everything is as before, and the next try works."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.shop import Shop, in_cart, last_order, money_of, stock_of, told
from tests.browser.steps import (
    ASKS_ALWAYS,
    DECLINES,
    PAYS,
    SAVED_BUT_DECLINES,
    SET,
    answers_the_bank,
    checks_out,
    mira,
    order_is,
    orders,
    pays_with,
)
from tests.browser.visitor import DESKTOP, Visit, Visitor


def saves_a_card(visitor: Visitor, number: str) -> None:
    visitor.goes_to("/wallet/cards/")
    visitor.button("Add a card").click()
    pays_with(visitor, number)


def test_a_saved_card_that_declines_leaves_everything_as_it_was(visit: Visit, shop: Shop) -> None:
    customer, stock = mira("20.00"), stock_of(SET)
    visitor = visit(customer)
    saves_a_card(visitor, SAVED_BUT_DECLINES)
    expect(visitor.page.get_by_role("status").first).to_contain_text("0341 is saved")
    checks_out(visitor, SET, customer, wallet="20.00", card="0341")
    expect(visitor.page.get_by_role("alert").first).to_contain_text("The payment did not go through")
    visitor.looks("checkout after a decline")
    failed = last_order(customer)
    assert failed.status == "payment_failed"
    assert money_of(customer) == ("20.00", "0.00")
    assert (stock_of(SET), in_cart(customer)) == (stock, {SET: 1})
    assert told(customer)[1:] == ["card_saved", "order_payment_failed"]

    expect(visitor.field("Street and number")).to_have_value("12 Oborishte Street")
    orders(visitor)
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    assert money_of(customer) == ("0.00", "0.00")
    assert stock_of(SET) == stock - 1
    visitor.goes_to(f"/orders/{failed.number}/")
    order_is(visitor, "Payment failed")
    visitor.looks("order failed")


def test_a_new_card_that_declines_can_be_replaced_on_the_payment_page(visit: Visit, shop: Shop) -> None:
    customer = mira("20.00")
    visitor = visit(customer, size=DESKTOP)
    checks_out(visitor, SET, customer, wallet="20.00")
    pays_with(visitor, DECLINES)
    expect(visitor.page.get_by_role("alert")).to_contain_text("declined")
    assert money_of(customer) == ("0.00", "20.00")
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    assert money_of(customer) == ("0.00", "0.00")
    assert shop.charged() == ["28.90 succeeded"]


def test_the_bank_asks_who_orders(visit: Visit, shop: Shop) -> None:
    customer, stock = mira("20.00"), stock_of(SET)
    visitor = visit(customer)
    checks_out(visitor, SET, customer, wallet="10.00")
    pays_with(visitor, ASKS_ALWAYS)
    answers_the_bank(visitor, is_it_me=False)
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    pays_with(visitor, ASKS_ALWAYS)
    answers_the_bank(visitor, is_it_me=True)
    order_is(visitor, "Paid")
    assert money_of(customer) == ("10.00", "0.00")

    saves_a_card(visitor, ASKS_ALWAYS)
    answers_the_bank(visitor, is_it_me=True)
    expect(visitor.page.get_by_role("status").first).to_contain_text("3184 is saved")
    checks_out(visitor, SET, customer, wallet="10.00", card="3184")
    answers_the_bank(visitor, is_it_me=False)
    order_is(visitor, "Payment failed")
    visitor.looks("order failed at the bank's question")
    assert money_of(customer) == ("10.00", "0.00")
    assert (stock_of(SET), in_cart(customer)) == (stock - 1, {SET: 1})

    visitor.link("To the cart, to try again").click()
    visitor.link("To the checkout").click()
    orders(visitor, card="3184")
    answers_the_bank(visitor, is_it_me=True)
    order_is(visitor, "Paid")
    assert money_of(customer) == ("0.00", "0.00")
    assert shop.charged()[0] == "38.90 succeeded"
    assert shop.charged()[-1] == "38.90 succeeded"
