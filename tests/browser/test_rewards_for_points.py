"""Scratch cards, offers and vouchers: by mouse, by key, and without our scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.shop import Shop, last_order, told
from tests.browser.steps import fills_in_the_address, fills_the_cart, mira
from tests.browser.visitor import DESKTOP, PHONE, Visit, Visitor
from tests.factories.offers import make_card, make_game, make_offer, with_points


@pytest.fixture
def customer() -> Any:
    return mira("20.00")


def opens(visitor: Visitor, card: Any) -> None:
    visitor.goes_to("/rewards/scratch-cards/")
    with visitor.gets_a_new_page():
        visitor.link("Scratch it").click()
    visitor.is_at(card.game.name)


def test_a_card_is_scratched_by_hand(visit: Visit, shop: Shop, customer: Any) -> None:
    card = make_card(make_game((500, 1), lot_days=90), customer, reason="Thank you for order #1001")
    visitor = visit(customer, size=DESKTOP)
    visitor.goes_to("/rewards/scratch-cards/")
    visitor.looks("scratch cards")
    opens(visitor, card)
    assert "5.00" not in visitor.main.inner_html()
    visitor.looks("a scratch card to scratch")
    box = visitor.page.locator("#scratch-cover").bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + 20, box["y"] + 20)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + box["width"] - 20, box["y"] + box["height"] - 20, steps=8)
    visitor.page.mouse.up()
    expect(visitor.page.get_by_text("You won €5.00")).to_be_visible()
    expect(visitor.page.locator("#scratch-cover")).to_be_hidden()
    expect(visitor.button("Scratch")).to_be_hidden()
    visitor.looks("a scratch card that won")


def test_a_card_is_scratched_by_key_and_says_so(visit: Visit, shop: Shop, customer: Any) -> None:
    card = make_card(make_game((0, 1)), customer)
    visitor = visit(customer, size=PHONE)
    opens(visitor, card)
    visitor.button("Scratch").focus()
    visitor.page.keyboard.press("Enter")
    result = visitor.page.get_by_role("status").filter(has_text="No prize this time")
    expect(result).to_be_visible()
    expect(result).to_be_focused()
    expect(visitor.page.locator("#scratch-cover")).to_be_hidden()
    visitor.looks("a scratch card without a prize")


def test_points_buy_a_voucher_that_pays_the_order(visit: Visit, shop: Shop, customer: Any) -> None:
    with_points(300, customer)
    make_offer(
        title="A hundred off", amount=10_000, points=250, picture="offers/amount-off.svg", valid_days=30
    )
    make_offer(title="A fifth off", amount=2_000, points=400, picture="offers/percent-off.svg")
    make_offer(title="For gold", points=100, tier="gold", limit_total=3)
    visitor = visit(customer, size=DESKTOP)
    visitor.goes_to("/rewards/offers/")
    visitor.looks("offers")
    visitor.link("A hundred off").click()
    visitor.looks("an offer")
    visitor.button("Buy it for 250 points").click()
    visitor.is_at("Your vouchers")
    visitor.looks("vouchers")
    code = visitor.page.locator(".voucher-code").inner_text()

    fills_the_cart(customer, "chefs-knife")
    visitor.goes_to("/cart/")
    visitor.field("Voucher code").fill("WRONG")
    visitor.button("Use the voucher").click()
    expect(visitor.page.get_by_text("None of your vouchers has this code.")).to_be_visible()
    visitor.field("Voucher code").fill(code)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_text("takes €89.00 off your items")).to_be_visible()
    visitor.looks("a cart with a voucher")
    visitor.link("To the checkout").click()
    fills_in_the_address(visitor)
    expect(visitor.page.get_by_role("heading", name="Nothing to pay")).to_be_visible()
    expect(visitor.field("From your wallet")).to_be_hidden()
    visitor.looks("a checkout that a voucher pays")
    visitor.page.get_by_role("button", name="Order", exact=True).click()
    visitor.is_at("Order #")
    expect(visitor.page.locator("#order-state .badge")).to_have_text("Paid")
    visitor.looks("an order that a voucher paid")
    assert last_order(customer).total.amount == 0
    assert told(customer)[-1] == "order_paid"


def test_without_our_scripts_all_of_it_works(visit: Visit, shop: Shop, customer: Any) -> None:
    card = make_card(make_game((500, 1)), customer)
    with_points(100, customer)
    make_offer(title="Five off")
    visitor = visit(customer)
    visitor.context.route("**/*.js", lambda route: route.abort())
    opens(visitor, card)
    visitor.button("Scratch").click()
    expect(visitor.page.get_by_text("You won €5.00")).to_be_visible()
    visitor.goes_to("/rewards/offers/")
    visitor.link("Five off").click()
    visitor.button("Buy it for 100 points").click()
    code = visitor.page.locator(".voucher-code").inner_text()
    fills_the_cart(customer, "chefs-knife")
    visitor.goes_to("/checkout/")
    visitor.field("Voucher code").fill(code)
    visitor.button("Use the voucher").click()
    expect(visitor.page.get_by_text("takes €5.00 off your items")).to_be_visible()
    visitor.looks("without script, a checkout with a voucher")
