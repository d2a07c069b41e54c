"""Somebody with a browser. Looks at every page as a critic would, and notes whatever goes wrong on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request, Response, WebError, expect

from tests.browser.critic import THEMES, Critic, Theme, still
from tests.browser.seats import Seats
from tests.browser.shop import Shop
from wallet_project.environment import flag

Size = tuple[int, int]
PHONE: Size = (360, 740)
DESKTOP: Size = (1280, 900)
OTHER = {PHONE: DESKTOP, DESKTOP: PHONE}
ARTIFACTS = Path(settings.BASE_DIR) / "test-artifacts"
# A full page takes a quarter of the time of looking at it: `make screenshots` asks for all of them.
SCREENSHOTS = flag("SCREENSHOTS", default=False)


class Visitor:
    """Has a browser context: own cookies, one page at first. Guest until `is_logged_in_as`."""

    def __init__(
        self, seats: Seats, shop: Shop, *, size: Size, looked_at: Path, critic: Critic, **options: Any
    ) -> None:
        self.seats = seats
        self.shop = shop
        self.looked_at = looked_at
        self.critic = critic
        self.size = size
        self.options = options
        self.wrong: list[str] = []
        self.error_pages_are_expected = False
        self.context = seats.take(shop, **options)
        self.page: Page = self.context.pages[0]
        _resize(self.page, size)
        self.page.emulate_media(color_scheme="light")
        self.listeners = {
            "request": self._note_request,
            "response": self._note_response,
            "console": self._note_console,
            "weberror": self._note_failure,
        }
        for event, listener in self.listeners.items():
            self.context.on(event, listener)

    def is_logged_in_as(self, user: Any) -> None:
        """Take over a session, where logging in is not what the story is about."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.shop.url}])

    def new_tab(self) -> Page:
        page = self.context.new_page()
        _resize(page, self.size)
        return page

    def leave(self) -> None:
        for event, listener in self.listeners.items():
            self.context.remove_listener(event, listener)
        self.seats.give_back(self.context, self.shop, **self.options)

    def goes_to(self, path: str) -> Response:
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def is_at(self, title: str | re.Pattern[str]) -> None:
        """Wait until the page with this heading is there: a click returns before the next page comes."""
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    @contextmanager
    def gets_a_new_page(self) -> Iterator[None]:
        """Wait until what is done inside has brought a page, also where it looks like the last one."""
        with self.page.expect_event("load"):
            yield

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label)

    @property
    def body(self) -> Locator:
        return self.page.locator("body")

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def wallet_block(self) -> Locator:
        return self.page.get_by_role("region", name="Your wallet", exact=True)

    # --- The critic ---------------------------------------------------------------------------

    def looks(self, name: str, *, page: Page | None = None) -> None:
        """Check the page at both sizes in both themes. Once for each name, whichever worker comes first.

        Waits until the page is loaded, but can't know that another is on its way: after a click that
        leads to a new page, wait for something on that page first.
        """
        page = page or self.page
        note = self.looked_at / _slug(name)
        try:
            note.touch(exist_ok=False)
        except FileExistsError:
            return
        page.wait_for_load_state()
        try:
            self._look(page, name)
            self.found_nothing_wrong()
        except BaseException:
            note.unlink()
            raise

    def _look(self, page: Page, name: str) -> None:
        """At the other size first, so that it is left as it was; in an order in which the least changes."""
        with still(page):
            for size, themes in ((OTHER[self.size], THEMES), (self.size, THEMES[::-1])):
                _resize(page, size)
                for theme in themes:
                    self._check(page, name, size, theme)

    def _check(self, page: Page, name: str, size: Size, theme: Theme) -> None:
        found = self.critic.finds(page, size[0], theme)
        self.wrong.extend(f"{name} at {size[0]} px, {theme}: {one}" for one in found)
        picture = Path(f"{size[0]}-{theme}") / f"{_slug(name)}.png"
        if found:
            _keep(page, ARTIFACTS / "failures" / picture)
        if SCREENSHOTS:
            _keep(page, ARTIFACTS / "screenshots" / picture)

    def found_nothing_wrong(self) -> None:
        """Fails with everything that was noted since the last time."""
        noted, self.wrong = self.wrong, []
        assert not noted, "\n".join(noted)

    def keep_picture(self, path: Path) -> None:
        for page in self.context.pages:
            with suppress(Error):
                _keep(page, path)

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc not in self.shop.hosts:
            self.wrong.append(f"Another host was asked: {request.url}")

    def _note_response(self, response: Response) -> None:
        is_page = response.request.resource_type in ("document", "xhr", "fetch")
        if response.status >= 500 and not self.error_pages_are_expected:
            self.wrong.append(f"{response.status} for {response.url}")
        if response.status >= 400 and not is_page:
            self.wrong.append(f"{response.status} for {response.request.resource_type} {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.wrong.append(f"Console: {message.text}")

    def _note_failure(self, error: WebError) -> None:
        self.wrong.append(f"A script failed: {error.error}")


def _keep(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, animations="disabled")


def _resize(page: Page, size: Size) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


Visit = Callable[..., Visitor]
