"""Everything by keyboard alone: Tab, the arrow keys, Enter and Space."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.shop import Shop, money_of
from tests.browser.steps import KNIFE, fills_the_cart, mira, order_is
from tests.browser.visitor import DESKTOP, Visit, Visitor
from tests.factories.wallets import PASSWORD

FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = (one.matches("input[type=radio]") && one.closest("label")) || one;
  const around = [box, one.parentElement ?? one].map(it => getComputedStyle(it));
  return {
    text: one === document.body ? "" : (one.ariaLabel ?? one.textContent).trim().replace(/\\s+/g, " "),
    id: one.id,
    label: one.labels?.[0]?.textContent.trim().replace(/\\s+/g, " ") ?? "",
    visible: [style, ...around].some(it =>
      (it.outlineStyle !== "none" && parseFloat(it.outlineWidth) >= 1) || it.boxShadow !== "none"),
  };
}"""


def tabs_to(visitor: Visitor, what: str) -> None:
    """Press Tab until `what` has the focus; every stop on the way must be visible."""
    for _ in range(80):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.evaluate(FOCUS)
        name = focus["label"] or focus["text"]
        assert focus["visible"] or not name, f"The focus on “{name}” can't be seen."
        if what in (focus["id"], name) or (name and name.startswith(what)):
            return
    raise AssertionError(f"Tab never came to “{what}”.")


def presses(visitor: Visitor, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def types(visitor: Visitor, where: str, text: str) -> None:
    tabs_to(visitor, where)
    presses(visitor, "ControlOrMeta+a")
    visitor.page.keyboard.type(text)


def test_signing_in_adding_money_and_paying_need_no_mouse(visit: Visit, shop: Shop) -> None:
    customer = mira("10.00", email="mira@example.com")
    fills_the_cart(customer, KNIFE)
    visitor = visit(size=DESKTOP)
    visitor.goes_to("/wallet/")
    presses(visitor, "Tab")
    assert visitor.page.evaluate(FOCUS)["text"] == "Skip to the content"
    expect(visitor.link("Skip to the content")).to_be_in_viewport()
    presses(visitor, "Enter")
    types(visitor, "Email", "mira@example.com")
    types(visitor, "Password", PASSWORD)
    presses(visitor, "Enter")
    expect(visitor.page.get_by_role("heading", name="Your wallet", exact=True)).to_be_visible()

    tabs_to(visitor, "Add money")
    presses(visitor, "Enter")
    expect(visitor.page.get_by_role("heading", name="Add money")).to_be_visible()
    tabs_to(visitor, "€20.00")
    presses(visitor, "ArrowRight")
    expect(visitor.page.get_by_role("radio", name="€50.00")).to_be_checked()
    tabs_to(visitor, "Save this card")
    presses(visitor, "Space")
    tabs_to(visitor, "Go on to pay €50.00")
    presses(visitor, "Enter")
    visitor.button("Pay €50.00").wait_for()
    types(visitor, "Card number", "4242424242424242")
    types(visitor, "Expiry date", "1234")
    types(visitor, "Security code", "123")
    types(visitor, "Name on card", "Mira Petrova")
    presses(visitor, "Enter")
    expect(visitor.page.get_by_role("heading", name="Your money is here")).to_be_visible()
    tabs_to(visitor, "Back to your cart")
    presses(visitor, "Enter")
    visitor.link("To the checkout").wait_for()
    tabs_to(visitor, "To the checkout")
    presses(visitor, "Enter")

    expect(visitor.page.get_by_role("heading", name="Checkout")).to_be_visible()
    types(visitor, "Street and number", "12 Oborishte Street")
    types(visitor, "Postal code", "1504")
    types(visitor, "Town or city", "Sofia")
    tabs_to(visitor, "Country")
    visitor.page.keyboard.type("Bul")
    expect(visitor.field("Country")).to_have_value("BG")
    types(visitor, "From your wallet", "39.00")
    expect(visitor.page.locator("#split")).to_contain_text("€50.00")
    tabs_to(visitor, "Order and pay")
    presses(visitor, "Enter")
    order_is(visitor, "Paid")
    assert money_of(customer) == ("21.00", "0.00")


def test_the_menu_opens_and_closes_by_key(visit: Visit) -> None:
    visitor = visit(mira(), size=DESKTOP)
    visitor.goes_to("/")
    tabs_to(visitor, "Mira")
    presses(visitor, "Enter")
    expect(visitor.button("Sign out")).to_be_visible()
    presses(visitor, "Escape")
    expect(visitor.button("Sign out")).to_be_hidden()
    assert "Mira" in visitor.page.evaluate(FOCUS)["text"]
