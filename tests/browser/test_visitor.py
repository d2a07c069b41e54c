"""The critic itself: what is broken on a page is found at each size and in each theme."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser import visitor as visitors
from tests.browser.visitor import Visit

BREAK = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const one of document.querySelectorAll("input")) one.placeholder = "";
}"""
GRAY_ON_GRAY = "h1 { background: #888 !important; color: #8f8f8f !important; }"
NO_LABEL = "form label { display: none !important; }"
WHERE = [f"{size} px, {theme}" for size in (360, 1280) for theme in ("light", "dark")]


def test_a_color_and_a_label_that_are_broken_are_found_wherever_it_looks(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(visitors, "ARTIFACTS", tmp_path)
    visitor = visit()
    visitor.goes_to("/account/password/reset/")
    visitor.page.evaluate(BREAK, GRAY_ON_GRAY + NO_LABEL)
    with pytest.raises(AssertionError) as noted:
        visitor.looks("a broken page")
    found = defaultdict(set)
    for where, rule in re.findall(r"^a broken page at (.+): axe: ([a-z-]+): ", str(noted.value), re.M):
        found[where].add(rule)
    assert found == {
        where: {"color-contrast", "label"} if "light" in where else {"color-contrast"} for where in WHERE
    }
    kept = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.png")}
    assert kept == {f"failures/{where.replace(' px, ', '-')}/a-broken-page.png" for where in WHERE}


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
