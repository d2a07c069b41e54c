"""Twice by accident: a double click, the back button, two tabs. Paid once, every time."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.shop import Shop, in_cart, money_of, orders_of
from tests.browser.steps import (
    KNIFE,
    PAYS,
    SET,
    checks_out,
    chooses_an_amount,
    fills_in_the_address,
    goes_to_the_checkout,
    has_money,
    mira,
    order_is,
    pays_with,
    starts_a_top_up,
)
from tests.browser.visitor import DESKTOP, Visit


def test_a_double_click_on_add_money_adds_once(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer)
    starts_a_top_up(visitor, "€20.00", save=True)
    visitor.button("Pay €20.00").wait_for()
    pays_with(visitor, PAYS)
    has_money(visitor, "€20.00")
    for scripts in (True, False):
        clicker = visit(customer, java_script_enabled=scripts)
        clicker.goes_to("/wallet/top-up/")
        chooses_an_amount(clicker, "€10.00")
        clicker.main.get_by_role("button", name=re.compile("^Add")).dblclick()
        expect(clicker.page.get_by_role("heading", name="Your money is here")).to_be_visible()
    assert shop.charged() == ["20.00 succeeded", "10.00 succeeded", "10.00 succeeded"]
    assert money_of(customer) == ("40.00", "0.00")


def test_a_double_click_on_order_and_pay_orders_once(visit: Visit, shop: Shop) -> None:
    customer = mira("200.00")
    for count, scripts in enumerate((True, False), start=1):
        visitor = visit(customer, java_script_enabled=scripts)
        goes_to_the_checkout(visitor, KNIFE, customer)
        fills_in_the_address(visitor)
        visitor.button("Order and pay").dblclick()
        order_is(visitor, "Paid")
        assert orders_of(customer) == count
    assert money_of(customer) == ("22.00", "0.00")


def test_going_back_from_the_payment_page_and_sending_again_opens_the_same_page(
    visit: Visit, shop: Shop
) -> None:
    customer = mira("20.00")
    visitor = visit(customer, size=DESKTOP)
    checks_out(visitor, SET, customer, wallet="20.00")
    visitor.button("Pay €28.90").wait_for()
    first = visitor.page.url
    visitor.page.go_back()
    expect(visitor.main).to_contain_text("is placed already and waits for its payment")
    order_is(visitor, "Waiting for payment")
    assert orders_of(customer) == 1
    visitor.link("To the payment page").click()
    expect(visitor.page).to_have_url(first)
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    assert shop.charged() == ["28.90 succeeded"]
    assert money_of(customer) == ("0.00", "0.00")

    starts_a_top_up(visitor, "€20.00")
    visitor.button("Pay €20.00").wait_for()
    pays_with(visitor, PAYS)
    has_money(visitor, "€20.00")
    visitor.page.go_back()
    visitor.page.go_back()
    visitor.page.reload()
    visitor.goes_to("/wallet/")
    assert money_of(customer) == ("20.00", "0.00")


def test_two_tabs_with_one_balance_spend_it_once(visit: Visit, shop: Shop) -> None:
    customer = mira("100.00")
    visitor = visit(customer)
    goes_to_the_checkout(visitor, KNIFE, customer)
    fills_in_the_address(visitor)
    second = visitor.new_tab()
    second.goto("/checkout/")
    visitor.button("Order and pay").click()
    order_is(visitor, "Paid")
    second.get_by_label("Full name").fill("Mira Petrova")
    second.get_by_role("button", name="Order and pay").click()
    expect(second.get_by_text("Your cart is empty").first).to_be_visible()
    assert orders_of(customer) == 1

    goes_to_the_checkout(visitor, SET, customer)
    visitor.goes_to("/wallet/")
    third = visitor.new_tab()
    third.goto("/checkout/")
    assert in_cart(customer) == {SET: 1}
    assert money_of(customer) == ("11.00", "0.00")
