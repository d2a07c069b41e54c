"""The critic itself: what is broken on a page is found at each size and in each theme."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser import visitor as visitors
from tests.browser.seats import NOWHERE, Seats
from tests.browser.shop import Shop
from tests.browser.visitor import Visit, Visitor

BREAK = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const one of document.querySelectorAll("input")) one.placeholder = "";
}"""
GRAY_ON_GRAY = "h1 { background: #888 !important; color: #8f8f8f !important; }"
# Nearly in the color of the text that lies on it, but does not stand in it.
PANEL = """() => {
  const panel = document.createElement("div"), heading = document.querySelector("h1");
  Object.assign(panel.style, {position: "fixed", inset: 0});
  panel.style.background = "color-mix(in srgb, currentColor 80%, gray)";
  Object.assign(heading.style, {position: "relative", zIndex: 1, color: "inherit"});
  heading.parentElement.prepend(panel);
}"""
NO_LABEL = "form label { display: none !important; }"
WHERE = [f"{size} px, {theme}" for size in (360, 1280) for theme in ("light", "dark")]


def test_a_color_and_a_label_that_are_broken_are_found_wherever_it_looks(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(visitors, "ARTIFACTS", tmp_path)
    visitor = visit()
    visitor.goes_to("/account/password/reset/")
    visitor.looks("the page before it is broken")
    visitor.page.evaluate(BREAK, GRAY_ON_GRAY + NO_LABEL)
    assert rules_broken(visitor, "a broken page") == {
        where: {"color-contrast", "label"} if "light" in where else {"color-contrast"} for where in WHERE
    }
    kept = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.png")}
    assert kept == {f"failures/{where.replace(' px, ', '-')}/a-broken-page.png" for where in WHERE}


def test_a_color_that_was_right_is_judged_anew_where_the_text_touches_something_else(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(visitors, "ARTIFACTS", tmp_path)
    visitor = visit()
    visitor.goes_to("/account/password/reset/")
    visitor.page.evaluate("document.querySelector('h1').style.color = 'inherit'")
    visitor.looks("a heading on its page")
    visitor.page.evaluate(PANEL)
    assert rules_broken(visitor, "a heading on a panel") == {where: {"color-contrast"} for where in WHERE}


def test_what_was_wrong_is_looked_at_again_and_what_was_right_is_not(visit: Visit) -> None:
    visitor = visit()
    visitor.goes_to("/account/password/reset/")
    visitor.page.evaluate("document.querySelector('main').style.minWidth = '2000px'")
    with pytest.raises(AssertionError, match="a wide page at 360 px, light: wider than the screen: <"):
        visitor.looks("a wide page")
    visitor.page.reload()
    visitor.looks("a wide page")
    visitor.page.evaluate("document.querySelector('main').style.minWidth = '2000px'")
    visitor.looks("a wide page")


def rules_broken(visitor: Visitor, name: str) -> dict[str, set[str]]:
    """By size and theme, which rules axe sees broken."""
    with pytest.raises(AssertionError) as noted:
        visitor.looks(name)
    found = defaultdict(set)
    for where, rule in re.findall(rf"^{name} at (.+): axe: ([a-z-]+): ", str(noted.value), re.M):
        found[where].add(rule)
    return dict(found)


def test_nothing_of_a_visitor_is_left_for_the_next(seats: Seats, shop: Shop) -> None:
    first = seats.take(shop)
    [page] = first.pages
    page.goto("/")
    page.goto("/policy/")
    page.evaluate("document.cookie = 'own=1'; sessionStorage.own = 2; localStorage.own = 3")
    first.new_page().goto("/")
    for routed in (first, page):
        routed.route("**/*", lambda route: route.abort())
    seats.give_back(first, shop)

    second = seats.take(shop)
    assert (second, second.pages, second.cookies()) == (first, [page], [])
    page.goto("/contact/")
    assert page.evaluate("[document.cookie, sessionStorage.own, localStorage.own]") == ["", None, None]
    page.go_back()
    assert page.url == shop.url + NOWHERE
    assert page.go_back() is None
