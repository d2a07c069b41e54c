"""A customer buys with wallet and card together, with the wallet alone, and without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.shop import Shop, in_cart, last_order, money_of, stock_of, told
from tests.browser.steps import (
    KNIFE,
    PAYS,
    SET,
    SET_TOTAL,
    checks_out,
    fills_in_the_address,
    goes_to_the_checkout,
    has_money,
    mira,
    order_is,
    orders,
    pays_from_the_wallet,
    pays_with,
    puts_into_the_cart,
    share,
    starts_a_top_up,
)
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_wallet_and_card_pay_an_order_together(visit: Visit, shop: Shop, size: Size) -> None:
    customer, stock = mira("30.00"), stock_of(SET)
    visitor = visit(customer, size=size)
    puts_into_the_cart(visitor, SET)
    expect(visitor.page.locator("#added")).to_contain_text("is in your cart")
    visitor.looks("product in the cart")
    visitor.link("Cart with 1 thing").click()
    visitor.is_at("Your cart")
    expect(visitor.main).to_contain_text(SET_TOTAL)
    visitor.looks("cart")
    visitor.link("To the checkout").click()
    visitor.is_at("Checkout")

    expect(share(visitor, "From your wallet")).to_have_text("€30.00")
    expect(share(visitor, "By card")).to_have_text("€18.90")
    visitor.looks("checkout")
    pays_from_the_wallet(visitor, "10.10")
    expect(share(visitor, "By card")).to_have_text("€38.80")
    expect(share(visitor, "In your wallet now")).to_have_text("€30.00")
    expect(share(visitor, "In your wallet after this order")).to_have_text("€19.90")
    fills_in_the_address(visitor)
    visitor.looks("checkout, split changed")
    orders(visitor)

    expect(visitor.page.get_by_role("button", name="Pay €38.80")).to_be_visible()
    assert money_of(customer) == ("19.90", "10.10")
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    visitor.looks("order paid")
    order = last_order(customer)
    assert money_of(customer) == ("19.90", "0.00")
    assert shop.charged() == ["38.80 succeeded"]
    assert stock_of(SET) == stock - 1
    assert in_cart(customer) == {}
    assert "order_paid" in told(customer)

    visitor.goes_to("/wallet/transactions/")
    paid = visitor.main.get_by_role("listitem").filter(has_text=f"Paid for order #{order.number}")
    expect(paid).to_contain_text("−€10.10")
    expect(paid).to_contain_text("then €19.90")
    visitor.looks("movements with an order")
    paid.get_by_role("link", name=f"Order #{order.number}", exact=True).click()
    expect(visitor.page.get_by_role("heading", name=f"Order #{order.number}")).to_be_visible()
    visitor.goes_to("/orders/")
    expect(visitor.main.get_by_role("listitem").first).to_contain_text(SET_TOTAL)
    visitor.looks("orders")


def test_the_wallet_pays_alone_and_nothing_else_is_asked(visit: Visit, shop: Shop) -> None:
    customer = mira("100.00")
    visitor = visit(customer)
    goes_to_the_checkout(visitor, KNIFE, customer)
    expect(share(visitor, "By card")).to_have_text("€0.00")
    expect(visitor.page.get_by_role("group", name="Card for the rest")).to_be_hidden()
    fills_in_the_address(visitor)
    visitor.looks("checkout by wallet alone")
    visitor.button("Order and pay").click()
    order_is(visitor, "Paid")
    expect(visitor.wallet_block).to_contain_text("€11.00")
    visitor.looks("order paid from the wallet")
    assert money_of(customer) == ("11.00", "0.00")
    assert shop.charged() == []


def test_a_saved_card_pays_the_rest_in_one_step(visit: Visit, shop: Shop) -> None:
    customer = mira("8.90")
    visitor = visit(customer, size=DESKTOP)
    checks_out(visitor, SET, customer, wallet="0.00")
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    starts_a_top_up(visitor, "€20.00", save=True)
    pays_with(visitor, PAYS)
    has_money(visitor, "€20.00")
    checks_out(visitor, KNIFE, customer, wallet="28.90", card="4242")
    order_is(visitor, "Paid")
    assert money_of(customer) == ("0.00", "0.00")
    assert shop.charged() == ["48.90 succeeded", "20.00 succeeded", "60.10 succeeded"]


def test_adding_money_and_buying_need_no_script(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer, java_script_enabled=False)
    starts_a_top_up(visitor, "15.50", save=True)
    pays_with(visitor, PAYS)
    expect(visitor.page.get_by_role("heading", name="Your money is here")).to_be_visible()
    assert money_of(customer) == ("15.50", "0.00")

    puts_into_the_cart(visitor, SET)
    expect(visitor.main).to_contain_text(SET_TOTAL)
    visitor.link("To the checkout").click()
    fills_in_the_address(visitor)
    visitor.field("From your wallet").fill("5.50")
    visitor.button("Update").click()
    expect(visitor.field("Full name")).to_have_value("Mira Petrova")
    expect(share(visitor, "From your wallet")).to_have_text("€5.50")
    expect(share(visitor, "By card")).to_have_text("€43.40")
    expect(share(visitor, "In your wallet after this order")).to_have_text("€10.00")
    orders(visitor)
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    assert money_of(customer) == ("10.00", "0.00")
    assert shop.charged() == ["15.50 succeeded", "43.40 succeeded"]
