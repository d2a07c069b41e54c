"""The bank takes the money and answers later: the page waits and changes by itself."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.shop import Shop, in_cart, last_order, money_of, stock_of, told
from tests.browser.steps import (
    LATE,
    LATE_REFUSAL,
    NEVER,
    SET,
    checks_out,
    has_money,
    mira,
    order_is,
    pays_from_the_bank,
    starts_a_top_up,
)
from tests.browser.visitor import DESKTOP, Visit, Visitor


def waits_for_the_bank(visitor: Visitor) -> None:
    expect(visitor.page.get_by_text("We are waiting for your bank")).to_be_visible()


def test_a_top_up_whose_bank_is_slow_arrives_by_itself(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer)
    shop.hears_nothing()
    shop.bank.configure(late_seconds=600)
    starts_a_top_up(visitor, "€20.00")
    pays_from_the_bank(visitor, "UPI", LATE)
    waits_for_the_bank(visitor)
    visitor.looks("top-up waits for the bank")
    expect(visitor.wallet_block).to_contain_text("€0.00")
    assert money_of(customer) == ("0.00", "0.00")
    shop.bank.advance_clock(601)
    has_money(visitor, "€20.00")
    expect(visitor.wallet_block).to_contain_text("€20.00")
    assert money_of(customer) == ("20.00", "0.00")


def test_a_top_up_whose_bank_says_no_late_says_so_by_itself(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer, size=DESKTOP)
    shop.bank.configure(late_seconds=600)
    starts_a_top_up(visitor, "€20.00")
    pays_from_the_bank(visitor, "Net banking", LATE_REFUSAL)
    waits_for_the_bank(visitor)
    shop.bank.advance_clock(601)
    expect(visitor.page.get_by_role("heading", name="The payment was declined")).to_be_visible()
    assert money_of(customer) == ("0.00", "0.00")
    assert told(customer) == ["top_up_failed"]


def test_an_order_whose_bank_is_slow_is_paid_by_itself(visit: Visit, shop: Shop) -> None:
    customer = mira("20.00")
    visitor = visit(customer)
    shop.bank.configure(late_seconds=600)
    checks_out(visitor, SET, customer, wallet="20.00")
    pays_from_the_bank(visitor, "UPI", LATE)
    waits_for_the_bank(visitor)
    expect(visitor.wallet_block).to_contain_text("€20.00 held")
    visitor.looks("order waits for the bank")
    visitor.goes_to("/wallet/")
    expect(visitor.main.get_by_role("region", name="Held for your orders")).to_contain_text("€20.00")
    visitor.looks("wallet with held money")
    visitor.page.go_back()
    shop.bank.advance_clock(601)
    order_is(visitor, "Paid")
    expect(visitor.wallet_block).to_contain_text("€0.00")
    assert money_of(customer) == ("0.00", "0.00")
    assert shop.charged() == ["28.90 succeeded"]


def test_a_bank_that_refuses_an_order_late_frees_the_wallet_by_itself(visit: Visit, shop: Shop) -> None:
    customer, stock = mira("20.00"), stock_of(SET)
    visitor = visit(customer, size=DESKTOP)
    checks_out(visitor, SET, customer, wallet="20.00")
    pays_from_the_bank(visitor, "Net banking", LATE_REFUSAL)
    order_is(visitor, "Payment failed")
    expect(visitor.link("Cart with 1 thing")).to_be_visible()
    assert money_of(customer) == ("20.00", "0.00")
    assert (stock_of(SET), in_cart(customer)) == (stock, {SET: 1})


def test_money_that_comes_after_the_order_was_canceled_is_in_the_wallet(visit: Visit, shop: Shop) -> None:
    customer, stock = mira("20.00"), stock_of(SET)
    visitor = visit(customer)
    checks_out(visitor, SET, customer, wallet="20.00")
    pays_from_the_bank(visitor, "Net banking", NEVER)
    waits_for_the_bank(visitor)
    visitor.link("Cancel this order").click()
    visitor.is_at(re.compile("^Cancel order"))
    visitor.looks("cancel an order")
    visitor.button("Cancel this order").click()
    order_is(visitor, "Canceled")
    visitor.looks("order canceled while the bank is silent")
    assert money_of(customer) == ("20.00", "0.00")
    assert stock_of(SET) == stock

    order = last_order(customer)
    payment = next(event for event in shop.bank.events("payment_intent.processing"))["data"]["object"]["id"]
    shop.bank.settle_payment(payment)
    shop.hears_everything()
    visitor.goes_to(f"/orders/{order.number}/")
    expect(visitor.main).to_contain_text("Your bank paid after this order had ended")
    expect(visitor.wallet_block).to_contain_text("€48.90")
    visitor.looks("order whose money came too late")
    visitor.goes_to("/wallet/transactions/")
    kept = visitor.main.get_by_role("listitem").filter(has_text="kept for you")
    expect(kept).to_contain_text(f"Your card payment for order #{order.number}, kept for you")
    expect(kept).to_contain_text("+€28.90")
    visitor.looks("movements with a payment that was kept")
    assert money_of(customer) == ("48.90", "0.00")
    assert told(customer)[-1] == "payment_rescued"
