"""What visitors do, in their words. Amounts and names are what stands on the page."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor
from tests.factories.wallets import make_customer
from wallet_project.storefront.models import Product
from wallet_project.storefront.services.cart import CustomerCart

PAYS = "4242 4242 4242 4242"
MASTERCARD = "5555 5555 5555 4444"
DECLINES = "4000 0000 0000 0002"
ASKS_ALWAYS = "4000 0027 6000 3184"
SAVED_BUT_DECLINES = "4000 0000 0000 0341"

# 44.00 and 4.90 for the delivery; 89.00 is delivered for nothing.
SET, SET_TOTAL = "pour-over-set", "€48.90"
KNIFE, KNIFE_TOTAL = "chefs-knife", "€89.00"

AT_ONCE = "My bank pays at once"
LATE = "My bank debits me now and confirms a little later"
LATE_REFUSAL = "My bank takes its time, then refuses"
NEVER = "My bank does not answer"


def mira(balance: str = "0", **fields: Any) -> Any:
    """A customer with this much in her wallet."""
    return make_customer(balance, name="Mira Petrova", **fields)


# --- Accounts ---------------------------------------------------------------------------------


def signs_up(visitor: Visitor, email: str, password: str) -> None:
    visitor.goes_to("/account/signup/")
    visitor.field("Email").fill(email)
    visitor.field("Password").fill(password)
    visitor.button("Create the account").click()


def logs_in(visitor: Visitor, email: str, password: str) -> None:
    visitor.field("Email").fill(email)
    visitor.field("Password").fill(password)
    visitor.main.get_by_role("button", name="Sign in").click()


# --- The payment service's pages --------------------------------------------------------------


def pays_with(visitor: Visitor, number: str, *, page: Page | None = None) -> None:
    """Fill in the payment page with a card and send it."""
    page = page or visitor.page
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill("12 / 34")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name on card").fill("Mira Petrova")
    page.get_by_role("button", name=re.compile("^(Pay €|Save card)")).click()


def pays_from_the_bank(visitor: Visitor, method: str, outcome: str) -> None:
    """Choose UPI or net banking on the payment page, and what the bank will do."""
    visitor.page.get_by_label(method).check()
    visitor.page.get_by_label(outcome).check()
    visitor.button(re.compile("^Pay €")).click()


def answers_the_bank(visitor: Visitor, *, is_it_me: bool) -> None:
    expect(visitor.page.get_by_role("heading", name="Is this you?")).to_be_visible()
    visitor.button("Yes, confirm" if is_it_me else "No, refuse").click()


# --- The wallet -------------------------------------------------------------------------------


def chooses_an_amount(visitor: Visitor, amount: str) -> None:
    """A preset like €20.00, or an amount of one's own like 12.50."""
    if amount.startswith("€"):
        visitor.page.get_by_role("radio", name=amount, exact=True).check()
    else:
        visitor.page.get_by_role("radio", name="Another amount").check()
        visitor.field("Your amount").fill(amount)


def starts_a_top_up(visitor: Visitor, amount: str, *, card: str = "", save: bool = False) -> None:
    """Go to "Add money", choose, send. `card` are the last digits of a saved one."""
    visitor.goes_to("/wallet/top-up/")
    chooses_an_amount(visitor, amount)
    visitor.page.get_by_role("radio", name=card or "on the payment page").check()
    if save:
        visitor.field("Save this card").check()
    sends_the_top_up(visitor)


def sends_the_top_up(visitor: Visitor) -> None:
    visitor.main.get_by_role("button", name=re.compile("^(Go on to pay|Add)")).click()


def has_money(visitor: Visitor, amount: str) -> None:
    """Wait until the page says that this much was added."""
    expect(visitor.page.get_by_role("heading", name="Your money is here")).to_be_visible()
    expect(visitor.main).to_contain_text(f"+{amount}")


# --- Buying -----------------------------------------------------------------------------------


def fills_the_cart(customer: Any, slug: str) -> None:
    """One of it in the cart, where shopping is not what the story is about."""
    cart = CustomerCart(customer.pk)
    cart.clear()
    cart.change(Product.objects.get(slug=slug).pk, to=1)


def puts_into_the_cart(visitor: Visitor, slug: str) -> None:
    visitor.goes_to(f"/product/{slug}/")
    with visitor.page.expect_response(lambda answer: "/cart/add/" in answer.url):
        visitor.button("Put into the cart").click()


def goes_to_the_checkout(visitor: Visitor, slug: str, customer: Any) -> None:
    fills_the_cart(customer, slug)
    visitor.goes_to("/checkout/")


def fills_in_the_address(visitor: Visitor) -> None:
    for label, text in {
        "Full name": "Mira Petrova",
        "Street and number": "12 Oborishte Street",
        "Postal code": "1504",
        "Town or city": "Sofia",
    }.items():
        visitor.field(label).fill(text)
    visitor.field("Country").select_option("Bulgaria")


def pays_from_the_wallet(visitor: Visitor, amount: str) -> None:
    """Change how much the wallet pays, and wait for the new split."""
    visitor.field("From your wallet").fill(amount)
    expect(share(visitor, "From your wallet")).to_have_text(f"€{amount}")


def share(visitor: Visitor, name: str) -> Any:
    """A line of the split: "From your wallet", "By card", "In your wallet after this order"."""
    term = visitor.page.locator("#split dt", has_text=re.compile(rf"^\s*{name}\s*$"))
    return term.locator("xpath=following-sibling::dd[1]")


def orders(visitor: Visitor, *, card: str = "A new card") -> None:
    """Send the order, the rest paid by this card."""
    visitor.is_at("Checkout")
    choice = visitor.page.get_by_role("radio", name=card)
    if choice.is_visible():
        choice.check()
    visitor.button("Order and pay").click()


def checks_out(visitor: Visitor, slug: str, customer: Any, *, wallet: str, card: str = "A new card") -> None:
    """From the cart to where the card is paid: so much from the wallet, the rest by card."""
    goes_to_the_checkout(visitor, slug, customer)
    fills_in_the_address(visitor)
    pays_from_the_wallet(visitor, wallet)
    orders(visitor, card=card)


def order_is(visitor: Visitor, state: str) -> None:
    """Wait until the order's page says so."""
    expect(visitor.page.locator("#order-state .badge")).to_have_text(state)
