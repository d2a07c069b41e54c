"""The pages in a real Chromium: no script needed, nothing from elsewhere, no axe violation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from wallet_project.fake_stripe.client import FakeStripe

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield found
        found.close()


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, request: Any, fake: FakeStripe) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800}, java_script_enabled=True)
    found = context.new_page()
    strangers: list[str] = []
    found.on("request", lambda sent: strangers.append(sent.url) if fake.base_url not in sent.url else None)
    yield found
    assert [url for url in strangers if "shop.test" not in url] == []
    context.close()


def check(page: Page) -> None:
    """Nothing wider than the screen, and nothing that axe objects to."""
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
    assert Axe().run(page).response["violations"] == []


def fill(page: Page, number: str) -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill("12 / 34")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name on card").fill("Jane")


def answered(page: Page) -> None:
    page.route(
        "http://shop.test/**",
        lambda route: route.fulfill(body="<h1>Thank you</h1>", content_type="text/html"),
    )


def test_a_customer_pays_after_a_decline(page: Page, open_page: Any) -> None:
    answered(page)
    page.goto(open_page().url)
    check(page)
    page.get_by_role("button", name="Pay €12.50").click()
    expect(page.get_by_text("Enter your card number.")).to_be_visible()
    check(page)
    fill(page, "4000000000000002")
    page.get_by_role("button", name="Pay €12.50").click()
    expect(page.get_by_role("alert")).to_contain_text("declined")
    check(page)
    page.get_by_role("button", name="4242424242424242").click()
    page.get_by_role("button", name="Pay €12.50").click()
    expect(page.get_by_role("heading")).to_have_text("Thank you")


def test_3ds_by_keyboard_alone(page: Page, open_page: Any) -> None:
    answered(page)
    page.goto(open_page().url)
    fill(page, "4000002760003184")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is this you?")).to_be_visible()
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_have_text("Thank you")


def test_a_bank_is_chosen_and_the_card_fields_go(page: Page, open_page: Any) -> None:
    answered(page)
    page.goto(open_page().url)
    page.get_by_label("UPI").check()
    expect(page.get_by_label("Card number")).to_be_hidden()
    expect(page.get_by_label("My bank pays at once")).to_be_checked()
    check(page)
    page.get_by_label("confirms a little later").check()
    page.get_by_role("button", name="Pay €12.50").click()
    expect(page.get_by_role("heading")).to_have_text("Thank you")


def test_the_bank_desk_settles_disputes_and_wins(
    page: Page, open_page: Any, fake: FakeStripe, client: Any
) -> None:
    hosted = open_page()
    fake.pay_by_bank(hosted.url, outcome="never")
    page.goto(f"{fake.base_url}/_control/")
    check(page)
    page.get_by_label("Secret key").fill("sk_test_wrong")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Secret key").fill(fake.secret_key)
    page.get_by_role("button", name="Open").click()
    check(page)
    page.get_by_role("button", name="Settle").click()
    page.get_by_role("button", name="Dispute").click()
    page.get_by_role("button", name="Shop wins").click()
    expect(page.get_by_role("cell", name="won", exact=True)).to_be_visible()
    check(page)
    assert client.v1.disputes.list().data[0].status == "won"
