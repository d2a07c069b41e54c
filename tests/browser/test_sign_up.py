"""A stranger becomes a customer, and meets the wallet on every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.browser.shop import Shop, in_cart, money_of
from tests.browser.steps import SET, logs_in, mira, puts_into_the_cart, signs_up
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit
from tests.factories.wallets import PASSWORD


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_stranger_signs_up_and_finds_an_empty_wallet_that_invites(visit: Visit, size: Size) -> None:
    visitor = visit(size=size)
    visitor.goes_to("/")
    visitor.wallet_block.get_by_role("link", name="Open your wallet").click()
    expect(visitor.page.get_by_role("heading", name="Sign in")).to_be_visible()
    visitor.looks("sign in")
    visitor.main.get_by_role("link", name="Create an account").click()
    visitor.is_at("Create an account")
    visitor.looks("sign up")
    visitor.field("Email").fill("not-an-address")
    visitor.field("Password").fill("short")
    visitor.button("Create the account").click()
    expect(visitor.field("Email")).to_have_attribute("aria-invalid", "true")
    expect(visitor.field("Email")).to_have_value("not-an-address")
    visitor.looks("sign up, refused")
    visitor.field("Email").fill("theo@example.com")
    visitor.field("Password").fill(PASSWORD)
    visitor.button("Create the account").click()

    expect(visitor.page.get_by_role("heading", name="Your wallet is ready")).to_be_visible()
    expect(visitor.main).to_contain_text("€0.00")
    expect(visitor.wallet_block.get_by_role("link", name="Add money")).to_be_visible()
    visitor.looks("wallet, empty")
    assert money_of(get_user_model().objects.get(email="theo@example.com")) == ("0.00", "0.00")


def test_the_cart_of_a_guest_comes_along(visit: Visit) -> None:
    visitor = visit()
    puts_into_the_cart(visitor, SET)
    visitor.goes_to("/cart/")
    visitor.looks("cart of a guest")
    visitor.link("To the checkout").click()
    visitor.main.get_by_role("link", name="Create an account").click()
    visitor.is_at("Create an account")
    visitor.field("Email").fill("theo@example.com")
    visitor.field("Password").fill(PASSWORD)
    visitor.button("Create the account").click()
    expect(visitor.page.get_by_role("heading", name="Checkout")).to_be_visible()
    visitor.looks("checkout with an empty wallet")
    assert in_cart(get_user_model().objects.get(email="theo@example.com")) == {SET: 1}


def test_a_customer_leaves_and_comes_back(visit: Visit) -> None:
    visitor = visit(size=DESKTOP)
    signs_up(visitor, "theo@example.com", PASSWORD)
    visitor.page.locator("summary", has_text="Your account").click()
    visitor.looks("account menu")
    visitor.button("Sign out").click()
    expect(visitor.wallet_block.get_by_role("link", name="Open your wallet")).to_be_visible()
    visitor.goes_to("/wallet/")
    logs_in(visitor, "theo@example.com", "something else")
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.looks("sign in, refused")
    logs_in(visitor, "theo@example.com", PASSWORD)
    expect(visitor.page.get_by_role("heading", name="Your wallet", exact=True)).to_be_visible()


PAGES = {
    "home": "/",
    "category": "/shop/coffee/",
    "product": f"/product/{SET}/",
    "search": "/search/?q=tea",
    "search without a match": "/search/?q=submarine",
    "cart, empty": "/cart/",
    "how the wallet works": "/how-your-wallet-works/",
    "policy": "/policy/",
    "contact": "/contact/",
}


def test_the_wallet_is_on_every_page(visit: Visit) -> None:
    guest, customer = visit(), visit(mira("25.00"))
    for name, path in PAGES.items():
        customer.goes_to(path)
        expect(customer.wallet_block).to_contain_text("€25.00")
        customer.looks(name)
        assert guest.goes_to(path).status == 200
        expect(guest.wallet_block).to_contain_text("Open your wallet")
    guest.goes_to("/")
    guest.looks("home of a guest")


OWN_PAGES = {
    "orders, none": "/orders/",
    "movements, none": "/wallet/transactions/",
    "e-mail address": "/account/email/",
    "password": "/account/password/change/",
    "two-factor log-in": "/account/2fa/",
    "sign out": "/account/logout/",
}


def test_the_pages_of_an_account_are_in_order(visit: Visit) -> None:
    visitor = visit(mira())
    for name, path in OWN_PAGES.items():
        assert visitor.goes_to(path).status == 200
        expect(visitor.wallet_block).to_contain_text("€0.00")
        visitor.looks(name)
    guest = visit()
    guest.goes_to("/account/password/reset/")
    guest.looks("forgotten password")
    guest.field("Email").fill("theo@example.com")
    guest.main.get_by_role("button").click()
    expect(guest.main).to_contain_text("We have sent you an email")
    guest.looks("forgotten password, sent")


def test_the_wallet_is_on_error_pages_too(visit: Visit, shop: Shop, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.browser.broken_urls"
    visitor = visit(mira("25.00"))
    visitor.error_pages_are_expected = True
    for name, path, status in (
        ("error 404", "/nothing-here/", 404),
        ("error 400", "/bad/", 400),
        ("error 500", "/broken/", 500),
    ):
        assert visitor.goes_to(path).status == status
        expect(visitor.wallet_block).to_contain_text("€25.00")
        visitor.looks(name)
    visitor.goes_to("/wallet/cards/")
    visitor.context.clear_cookies(name="csrftoken")
    visitor.button("Add a card").click()
    visitor.is_at("Please send that again")
    expect(visitor.wallet_block).to_contain_text("€25.00")
    visitor.looks("error 403 without a token")


def test_dark_colors_are_a_choice_that_stays(visit: Visit) -> None:
    visitor = visit()
    visitor.goes_to("/")
    visitor.button("Dark colors").click()
    expect(visitor.button("Dark colors")).to_have_attribute("aria-pressed", "true")
    visitor.goes_to("/cart/")
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    visitor.button("Dark colors").click()
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "light")
