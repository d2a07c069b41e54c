"""Looks at a page: is it wider than the screen, and what does axe find? Knows what was seen before.

Of all that axe looks for, the contrast of text takes it by far the longest, and most text of a page stands
in the same colors on the same grounds as on the page before. So axe judges each such look once: the color
of a text, its size and weight, and the grounds, opacities and filters of all that it stands in. What axe
passed in one place passes in another, whatever the theme, the width and the page. What it did not judge,
as it does not an icon or what is switched off, it is asked again unless the same thing stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")

SETTLED = """theme => document.readyState === "complete"
  && matchMedia(`(prefers-color-scheme: ${theme})`).matches
  && (document.documentElement.dataset.bsTheme ?? theme) === theme
  && (!document.querySelector("html[x-data]")
      || document.documentElement.classList.contains("dark") === (theme === "dark"))
  && !document.querySelector(".htmx-request")
  && document.getAnimations().every(one =>
       one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""
# The change to another theme may fade, and only the end of that is looked at.
FADED = f"""([width, theme]) => {{
  for (const one of document.getAnimations())
    if (one.playState === "running" && one.effect.getComputedTiming().iterations !== Infinity) one.finish();
  return innerWidth === width && ({SETTLED})(theme);
}}"""
# A sheet made by a script, which the policy of the page allows: what would fade changes at once.
STILL = f"""theme => {{
  if (!({SETTLED})(theme)) return false;
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after {{ transition: none !important; }}");
  document.adoptedStyleSheets.push(globalThis.stillSheet = still);
  return true;
}}"""
MOVING = """() => {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== globalThis.stillSheet);
}"""
TOO_WIDE = """() => {
  if (document.scrollingElement.scrollWidth <= innerWidth) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(
    one => one.getBoundingClientRect().right > innerWidth + 1);
  return wide.map(one => `<${one.tagName.toLowerCase()} class="${one.className}">`).join(" ");
}"""

# axe reads the same few colors thousands of times on a page, and takes long to understand each.
PREPARED = f"""{AXE_SCRIPT}
(() => {{
  const color = axe.commons.color.Color.prototype, parse = color.parseString, known = new Map();
  color.parseString = function (text) {{
    if (!known.has(text)) {{
      parse.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }}
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  }};
}})();"""

# All of its rules but those for colors. None of them reads style sheets, which axe would load anew.
STRUCTURE = """async rules => {
  const found = await axe.run(document, {
    resultTypes: ["violations"],
    preload: {assets: ["media"]},
    rules: Object.fromEntries(rules.map(rule => [rule, {enabled: false}])),
  });
  return found.violations.flatMap(one => one.nodes.map(
    node => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""
COLOR_RULES = ("color-contrast", "link-in-text-block")

# The looks of all texts that are shown. There is none for a text that touches something painted which it
# does not stand in, nor for a link that may be told from the text around it by its color alone.
LOOKS = """() => {
  const all = [], grounds = new Map(), plain = new Set(["none", "normal", "1"]);
  const collect = root => {
    for (const one of root.querySelectorAll("*")) {
      if (one.checkVisibility({visibilityProperty: true})) all.push(one);
      if (one.shadowRoot) collect(one.shadowRoot);
    }
  };
  const above = one => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;
  const ground = one => {
    if (!one) return {drawn: ""};
    if (!grounds.has(one)) {
      const style = getComputedStyle(one), under = ground(above(one)).drawn;
      const effects = [style.opacity, style.filter, style.mixBlendMode, style.backgroundImage];
      const clear = style.backgroundColor === "rgba(0, 0, 0, 0)" && effects.every(text => plain.has(text));
      const drawn = clear ? under : `${under} > ${style.backgroundColor} ${effects.join(" ")}`;
      grounds.set(one, {style, drawn, clear});
    }
    return grounds.get(one);
  };
  const block = /^(block|flow-root|list-item|table.*|flex|grid|inline-block)$/;
  const isBlock = one => block.test(ground(one).style.display);
  const isInText = one => {
    let around = one;
    do around = above(around); while (!isBlock(around));
    return !isBlock(one) && around.textContent.trim() !== one.textContent.trim();
  };
  const written = "select, textarea, input:not([type=checkbox], [type=radio], [type=range], [type=color])";
  const hasText = one => one.matches(written)
    || [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const boxes = new Map();
  // What of it can be seen at once, where it scrolls in a part of the page.
  const seen = one => {
    if (!one) return {left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity};
    if (!boxes.has(one)) {
      const {left, top, right, bottom} = one.getBoundingClientRect();
      const within = /absolute|fixed/.test(ground(one).style.position) ? seen(null) : frame(above(one));
      boxes.set(one, {
        left: Math.max(left, within.left), top: Math.max(top, within.top),
        right: Math.min(right, within.right), bottom: Math.min(bottom, within.bottom),
      });
    }
    return boxes.get(one);
  };
  const frame = one => {
    while (one && one !== document.body && ground(one).style.overflow === "visible") one = above(one);
    return one === document.body ? seen(null) : seen(one);
  };
  collect(document.body);
  const painted = all.filter(one => !ground(one).clear || one.matches("img, svg, canvas, video, iframe"))
    .map(one => ({one, box: seen(one)}));
  const isTouched = text => {
    const own = seen(text);
    return painted.some(({one, box}) => box.left < own.right - 1 && box.right > own.left + 1
      && box.top < own.bottom - 1 && box.bottom > own.top + 1 && !one.contains(text) && !text.contains(one));
  };
  const look = one => {
    const {style, drawn} = ground(one);
    const {color, fontSize, fontWeight, textShadow, webkitTextStroke} = style;
    return `${[color, fontSize, fontWeight, textShadow, webkitTextStroke].join("; ")} on ${drawn}`;
  };
  const looks = globalThis.looksOfTexts = new Map();
  for (const one of all) {
    const mayHide = one.localName === "a" && !ground(one).style.textDecorationLine.includes("underline")
      && isInText(one);
    if (mayHide) looks.set(one, "");
    else if (hasText(one)) looks.set(one, isTouched(one) ? "" : look(one));
  }
  return [...new Set(looks.values())];
}"""
# All that is asked of a page each time, at once; nothing if it has not settled.
SEEN = f"""way => ({FADED})(way) && {{
  wide: ({TOO_WIDE})(), looks: ({LOOKS})(), isPrepared: typeof axe !== "undefined",
}}"""
# The texts of these looks, each told apart from all that axe might not judge in the same way.
TEXTS = """unseen => {
  const wanted = new Set(unseen), texts = globalThis.texts = new Map();
  for (const [one, look] of looksOfTexts) {
    if (!wanted.has(look)) continue;
    const off = [one, one.control].some(other => other?.closest("[disabled], [aria-disabled=true], [inert]"));
    texts.set(one, look && `${look}; ${off} ${getComputedStyle(one).fontFamily} ${one.outerHTML}`);
  }
  return [...new Set(texts.values())];
}"""
# Judge one of each of these texts, and all of those without a look.
COLORS = """async ([unseen, rules]) => {
  const wanted = new Set(unseen), include = [];
  for (const [one, text] of texts)
    if (text ? wanted.delete(text) : wanted.has("")) include.push(one);
  const found = await axe.run({include}, {
    runOnly: rules, resultTypes: ["violations", "passes"], elementRef: true,
  });
  const passed = found.passes.filter(one => one.id === "color-contrast").flatMap(one => one.nodes);
  return {
    violations: found.violations.flatMap(one => one.nodes.map(
      node => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`)),
    passed: [...new Set(passed.map(node => looksOfTexts.get(node.element)).filter(look => look))],
  };
}"""


class Critic:
    """Remembers the looks that axe has passed, for all pages of this worker."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.not_judged: set[str] = set()

    def finds(self, page: Page, width: int, theme: Theme) -> list[str]:
        """What is wrong with the page in this theme, once it is as wide as it has been made."""
        page.emulate_media(color_scheme=theme)
        seen = page.evaluate(SEEN, [width, theme])
        if not seen:
            page.wait_for_function(FADED, arg=[width, theme])
            seen = page.evaluate(SEEN, [width, theme])
        if not seen["isPrepared"]:
            page.evaluate(PREPARED)
        found = [f"wider than the screen: {seen['wide']}"] if seen["wide"] else []
        # In the dark nothing but colors differs.
        if theme == "light":
            found += [f"axe: {one}" for one in page.evaluate(STRUCTURE, COLOR_RULES)]
        return found + [f"axe: {one}" for one in self._colors(page, set(seen["looks"]) - self.passed)]

    def _colors(self, page: Page, looks: set[str]) -> list[str]:
        texts = set(page.evaluate(TEXTS, list(looks))) - self.not_judged if looks else set()
        if not texts:
            return []
        judged = page.evaluate(COLORS, [list(texts), COLOR_RULES])
        if not judged["violations"]:
            self.passed.update(judged["passed"])
            self.not_judged.update(texts - {""})
        return list(judged["violations"])


@contextmanager
def still(page: Page) -> Iterator[None]:
    """Waits until the page, light as at first, has settled. Inside, nothing fades."""
    wait_for(page, STILL, "light")
    try:
        yield
    finally:
        page.evaluate(MOVING)


def wait_for(page: Page, function: str, theme: Theme) -> None:
    """Ask at once: waiting asks with each frame, and those come late where there is no screen."""
    if not page.evaluate(function, theme):
        page.wait_for_function(function, arg=theme)
