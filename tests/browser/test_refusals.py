"""What can't be done is refused in words beside what was typed, and nothing moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.shop import Shop, last_order, money_of, orders_of
from tests.browser.steps import (
    KNIFE,
    PAYS,
    SET,
    checks_out,
    chooses_an_amount,
    fills_in_the_address,
    goes_to_the_checkout,
    mira,
    order_is,
    pays_with,
    sends_the_top_up,
    share,
    starts_a_top_up,
)
from tests.browser.visitor import DESKTOP, Visit
from wallets.ledger.models import JournalEntry
from wallets.models import SavedCard, TopUp

NOT_AMOUNTS = ["-5", "0", "NaN", "Infinity", "1e308", "12.345", "１２", "12,50", "", "<b>12</b>"]


def test_amounts_that_are_none_are_refused_beside_the_field(visit: Visit, shop: Shop) -> None:
    customer = mira()
    visitor = visit(customer)
    visitor.goes_to("/wallet/top-up/")
    for typed in NOT_AMOUNTS:
        chooses_an_amount(visitor, "1")
        visitor.field("Your amount").fill(typed)
        with visitor.gets_a_new_page():
            sends_the_top_up(visitor)
        field = visitor.field("Your amount")
        expect(visitor.page.locator("#amount_error")).not_to_be_empty()
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(visitor.page.get_by_role("radio", name="Another amount")).to_be_checked()
    for typed, words in {
        "4.99": "The smallest top-up is €5.00",
        "500.01": "The largest top-up is €500.00",
    }.items():
        visitor.field("Your amount").fill(typed)
        with visitor.gets_a_new_page():
            sends_the_top_up(visitor)
        expect(visitor.page.locator("#amount_error")).to_contain_text(words)
        expect(visitor.field("Your amount")).to_have_value(typed)
    visitor.looks("top-up, refused")
    assert not TopUp.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_wallet_that_would_hold_too_much_is_refused_with_what_still_fits(visit: Visit, shop: Shop) -> None:
    visitor = visit(mira("990.00"), size=DESKTOP)
    visitor.goes_to("/wallet/top-up/")
    chooses_an_amount(visitor, "10.01")
    sends_the_top_up(visitor)
    expect(visitor.page.locator("#amount_error")).to_contain_text("€10.00")
    full = visit(mira("1000.00"))
    full.goes_to("/wallet/top-up/")
    expect(full.page.get_by_role("heading", name="Your wallet is full")).to_be_visible()
    full.looks("top-up of a full wallet")


def test_more_than_there_is_is_refused_at_the_checkout(visit: Visit, shop: Shop) -> None:
    customer = mira("20.00")
    visitor = visit(customer)
    goes_to_the_checkout(visitor, KNIFE, customer)
    fills_in_the_address(visitor)
    amount, problem = visitor.field("From your wallet"), visitor.page.locator("#wallet_amount-error")
    entries = JournalEntry.objects.count()
    for typed, words in {
        "20.01": "€20.00 can be spent",
        "-1": "less than zero",
        "NaN": "",
        "1.999": "at most 2 decimals",
        "88.90": "",
    }.items():
        amount.fill(typed)
        expect(problem).to_contain_text(words)
        expect(problem.locator(".field-error")).to_be_visible()
        expect(amount).to_have_attribute("aria-invalid", "true")
        with visitor.gets_a_new_page():
            visitor.button("Order and pay").click()
        expect(problem.locator(".field-error")).to_be_visible()
        expect(amount).to_have_value(typed)
        expect(visitor.field("Street and number")).to_have_value("12 Oborishte Street")
    visitor.looks("checkout, refused")
    amount.fill("5.00")
    expect(problem).to_be_empty()
    expect(amount).not_to_have_attribute("aria-invalid", "true")
    expect(share(visitor, "By card")).to_have_text("€84.00")
    assert orders_of(customer) == 0
    assert JournalEntry.objects.count() == entries
    assert money_of(customer) == ("20.00", "0.00")


def test_a_missing_address_is_marked_field_by_field(visit: Visit, shop: Shop) -> None:
    customer = mira("100.00")
    visitor = visit(customer)
    goes_to_the_checkout(visitor, KNIFE, customer)
    visitor.button("Order and pay").click()
    expect(visitor.field("Street and number")).to_have_attribute("aria-invalid", "true")
    visitor.looks("checkout without an address")
    assert orders_of(customer) == 0


def test_what_is_anothers_is_not_found(visit: Visit, shop: Shop) -> None:
    customer = mira("20.00")
    owner = visit(customer)
    starts_a_top_up(owner, "€10.00", save=True)
    pays_with(owner, PAYS)
    expect(owner.page.get_by_role("heading", name="Your money is here")).to_be_visible()
    checks_out(owner, SET, customer, wallet="10.00", card="4242")
    order_is(owner, "Paid")
    order, card = last_order(customer), SavedCard.objects.get()
    entry = JournalEntry.objects.latest("pk")
    paths = [
        f"/orders/{order.number}/",
        f"/orders/{order.number}/cancel/",
        f"/orders/{order.number}/state/",
        f"/orders/{order.number}/returned/",
        f"/wallet/top-ups/{TopUp.objects.get().pk}/",
        f"/wallet/cards/{card.pk}/remove/",
        f"/wallet/transactions/{entry.pk}/",
        "/wallet/?currency=USD",
    ]
    stranger = visit(mira("1.00"))
    for path in paths:
        assert stranger.goes_to(path).status == 404, path
        expect(stranger.wallet_block).to_contain_text("€1.00")
        expect(stranger.main).not_to_contain_text("4242")
    guest = visit()
    for path in paths:
        guest.goes_to(path)
        expect(guest.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert SavedCard.objects.filter(removed_at=None).count() == 1


@pytest.mark.parametrize("path", ["/wallet/cards/add/", "/wallet/top-up/", "/checkout/"])
def test_a_form_of_another_site_moves_nothing(visit: Visit, shop: Shop, path: str) -> None:
    customer = mira("20.00")
    visitor = visit(customer)
    visitor.context.route(
        "http://127.0.0.1:1/**",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{shop.url}{path}"><button>Win a prize</button></form>',
        ),
    )
    visitor.page.goto("http://127.0.0.1:1/prize")
    visitor.wrong.clear()
    with visitor.page.expect_response(f"{shop.url}{path}") as answer:
        visitor.button("Win a prize").click()
    assert answer.value.status in (302, 403)
    assert not TopUp.objects.exists()
    assert orders_of(customer) == 0
