"""The pages in a real Chromium: no script needed, nothing from elsewhere, no axe violation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.critic import THEMES, Critic
from tests.support.chromium import open_chromium
from tests.support.serving import serving
from wallet_project.fake_stripe.client import FakeStripe

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def check(browser: Browser) -> Check:
    """`check(page)`: nothing wider than the screen, and nothing that axe objects to, in light and dark."""
    critic = Critic()

    def look(page: Page) -> None:
        assert page.viewport_size is not None
        for theme in reversed(THEMES):
            assert critic.finds(page, page.viewport_size["width"], theme) == [], theme

    return look


class Thanks(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>Thank you</h1>")

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """The address of a shop that thanks whoever comes back to it."""
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Thanks)) as server:
        yield f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, request: Any, fake: FakeStripe, shop: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800}, java_script_enabled=True)
    found = context.new_page()
    asked: list[str] = []
    found.on("request", lambda sent: asked.append(sent.url))
    yield found
    assert [url for url in asked if not url.startswith((fake.base_url, shop))] == []
    context.close()


def fill(page: Page, number: str) -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill("12 / 34")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name on card").fill("Jane")


def test_a_customer_pays_after_a_decline(page: Page, open_page: Any, shop: str, check: Check) -> None:
    page.goto(open_page(success_url=shop).url)
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


def test_3ds_by_keyboard_alone(page: Page, open_page: Any, shop: str, check: Check) -> None:
    page.goto(open_page(success_url=shop).url)
    fill(page, "4000002760003184")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is this you?")).to_be_visible()
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_have_text("Thank you")


def test_a_bank_is_chosen_and_the_card_fields_go(page: Page, open_page: Any, shop: str, check: Check) -> None:
    page.goto(open_page(success_url=shop).url)
    page.get_by_label("UPI").check()
    expect(page.get_by_label("Card number")).to_be_hidden()
    expect(page.get_by_label("My bank pays at once")).to_be_checked()
    check(page)
    page.get_by_label("confirms a little later").check()
    page.get_by_role("button", name="Pay €12.50").click()
    expect(page.get_by_role("heading")).to_have_text("Thank you")


def test_the_bank_desk_settles_disputes_and_wins(
    page: Page, open_page: Any, fake: FakeStripe, client: Any, check: Check
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
