"""Browser contexts that one visitor leaves to the next.

A new one begins with a new process, which reads every script and style sheet anew: that takes three times
as long as a page in one that has seen the shop before. Who leaves takes everything along: cookies and
whatever else a site can store, tabs, routes, permissions, and the way back. Only what the shop lets
browsers cache stays.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from tests.browser.shop import Shop

WATCH_POLICY = """addEventListener("securitypolicyviolation", event => {
  console.error(`Content-Security-Policy: ${event.violatedDirective} ${event.blockedURI}`);
});"""
# Where a page waits for the next visitor: a page of the shop's as others are, else its process would go.
NOWHERE = "/nowhere-at-all/"
EMPTY = {"Content-Type": "text/html", "Cross-Origin-Opener-Policy": "same-origin"}


class Seats:
    """All contexts of one browser; those that nobody uses, by the options that they were opened with."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[str, list[BrowserContext]] = {}

    def take(self, shop: Shop, **options: Any) -> BrowserContext:
        """A context with one page, in which nobody has been as far as any page can tell."""
        if waiting := self.free.get(repr(options)):
            return waiting.pop()
        context = self.browser.new_context(
            base_url=shop.url, color_scheme="light", reduced_motion="reduce", locale="en-GB", **options
        )
        context.set_default_timeout(20_000)
        context.add_init_script(WATCH_POLICY)
        context.new_page()
        return context

    def give_back(self, context: BrowserContext, shop: Shop, **options: Any) -> None:
        """Keep it for the next visitor, emptied; close it if that can't be done."""
        try:
            _empty(context, shop)
        except (Error, IndexError):
            context.close()
        else:
            self.free.setdefault(repr(options), []).append(context)


def _empty(context: BrowserContext, shop: Shop) -> None:
    page = context.pages[0]
    for tab in context.pages[1:]:
        tab.close()
    for routed in (page, context):
        routed.unroute_all(behavior="ignoreErrors")
    _go_nowhere(page, shop)
    context.clear_cookies()
    context.clear_permissions()
    session = context.new_cdp_session(page)
    for host in shop.hosts:
        session.send("Storage.clearDataForOrigin", {"origin": f"http://{host}", "storageTypes": "all"})
    session.send("Page.resetNavigationHistory")
    session.detach()


def _go_nowhere(page: Page, shop: Shop) -> None:
    """To an empty page of the shop, which no server is asked for; what the tab stores is forgotten there."""

    def answer(route: Route) -> None:
        route.fulfill(body="", headers=EMPTY)

    page.route(shop.url + NOWHERE, answer)
    page.goto(shop.url + NOWHERE)
    page.evaluate("sessionStorage.clear()")
    page.unroute_all()
