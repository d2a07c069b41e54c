"""The pages as those have them whose scripts don't load: axe needs a script of its own to look at them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.shop import Shop, last_order
from tests.browser.steps import (
    KNIFE,
    NEVER,
    SET,
    fills_in_the_address,
    fills_the_cart,
    goes_to_the_checkout,
    mira,
    orders,
    pays_from_the_bank,
)
from tests.browser.visitor import Visit

PAGES = {
    "/wallet/": "Your wallet",
    "/wallet/top-up/": "Add money",
    "/checkout/": "Checkout",
    "/orders/{order}/": "Order #",
}


def test_pages_without_our_scripts_are_in_order(visit: Visit, shop: Shop) -> None:
    customer = mira("120.00")
    visitor = visit(customer)
    visitor.context.route("**/*.js", lambda route: route.abort())
    goes_to_the_checkout(visitor, KNIFE, customer)
    fills_in_the_address(visitor)
    visitor.field("From your wallet").fill("20.00")
    orders(visitor)
    pays_from_the_bank(visitor, "UPI", NEVER)
    expect(visitor.page.get_by_text("We are waiting for your bank")).to_be_visible()
    fills_the_cart(customer, SET)
    for path, title in PAGES.items():
        visitor.goes_to(path.format(order=last_order(customer).number))
        visitor.is_at(title)
        assert visitor.page.evaluate("typeof htmx") == "undefined"
        visitor.looks(f"without script, {title}")
