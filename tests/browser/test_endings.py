"""The customer thinks again: leaves the payment page, cancels, or lets it expire."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.shop import Shop, in_cart, last_order, money_of, stock_of, told
from tests.browser.steps import PAYS, SET, checks_out, mira, order_is, pays_with, starts_a_top_up
from tests.browser.visitor import DESKTOP, Visit

A_DAY = 24 * 60 * 60


def test_an_order_that_is_left_on_the_payment_page_can_be_paid_or_canceled(visit: Visit, shop: Shop) -> None:
    customer, stock = mira("20.00"), stock_of(SET)
    visitor = visit(customer)
    checks_out(visitor, SET, customer, wallet="20.00")
    visitor.link("Back to the shop").click()
    order_is(visitor, "Waiting for payment")
    visitor.looks("order waits for the customer")
    assert money_of(customer) == ("0.00", "20.00")
    assert stock_of(SET) == stock - 1
    visitor.link("To the payment page").click()
    visitor.link("Back to the shop").click()
    visitor.link("Cancel this order").click()
    visitor.link("Keep it").click()
    visitor.link("Cancel this order").click()
    visitor.button("Cancel this order").click()
    order_is(visitor, "Canceled")
    visitor.looks("order canceled")
    assert money_of(customer) == ("20.00", "0.00")
    assert (stock_of(SET), in_cart(customer)) == (stock, {})
    assert told(customer)[1:] == ["order_canceled"]


def test_an_order_whose_payment_page_expires_gives_everything_back(visit: Visit, shop: Shop) -> None:
    customer, stock = mira("20.00"), stock_of(SET)
    visitor = visit(customer, size=DESKTOP)
    checks_out(visitor, SET, customer, wallet="20.00")
    expect(visitor.button("Pay €28.90")).to_be_visible()
    shop.hears_nothing()
    shop.bank.advance_clock(A_DAY)
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", name="This payment page has expired")).to_be_visible()
    visitor.looks("payment page, expired")
    shop.reconciles()
    visitor.link("Back to the shop").click()
    expect(visitor.page.locator("#order-state .badge")).not_to_have_text("Waiting for payment")
    visitor.looks("order whose page expired")
    assert last_order(customer).status in ("expired", "payment_failed")
    assert money_of(customer) == ("20.00", "0.00")
    assert (stock_of(SET), in_cart(customer)) == (stock, {SET: 1})


def test_a_top_up_whose_page_expires_charges_nothing(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer)
    starts_a_top_up(visitor, "€20.00")
    expect(visitor.button("Pay €20.00")).to_be_visible()
    shop.hears_nothing()
    shop.bank.advance_clock(A_DAY)
    shop.reconciles()
    visitor.page.reload()
    visitor.link("Back to the shop").click()
    visitor.is_at("This top-up ended without a payment")
    expect(visitor.main).to_contain_text("Nothing was charged")
    visitor.looks("top-up whose page expired")
    visitor.link("Start again").click()
    expect(visitor.page.get_by_role("radio", name="€20.00")).to_be_checked()
    assert money_of(customer) == ("0.00", "0.00")


def test_all_webhooks_lost_and_the_money_is_there_all_the_same(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer)
    shop.hears_nothing()
    starts_a_top_up(visitor, "€20.00")
    visitor.button("Pay €20.00").wait_for()
    visitor.page.route(f"{shop.bank.base_url}/**", pays_and_is_cut_off)
    with visitor.page.expect_event("requestfailed"):
        pays_with(visitor, PAYS)
    assert shop.charged() == ["20.00 succeeded"]
    assert money_of(customer) == ("0.00", "0.00")
    shop.reconciles()
    assert money_of(customer) == ("20.00", "0.00")
    visitor.goes_to("/wallet/")
    expect(visitor.main).to_contain_text("€20.00")


def pays_and_is_cut_off(route: Route) -> None:
    """The payment arrives at the bank, its answer does not arrive at the browser."""
    route.fetch(max_redirects=0)
    route.abort()
