"""What staff do in the admin, in their words."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from playwright.sync_api import Locator, expect

from tests.browser.visitor import PHONE, Visitor
from tests.support.staff import make_role

SECRET = "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLD"


def staff(role: str) -> Any:
    """A staff member of this role, who has set up a second factor."""
    member = make_role(role)
    TOTP.activate(member, SECRET)
    return member


def second_factor() -> str:
    """What their authenticator app shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def chooses(admin: Visitor, name: str) -> None:
    """A link of the menu, which a phone has to open first."""
    if admin.size == PHONE:
        admin.button("Menu").first.click()
    admin.page.locator("#nav-sidebar").get_by_role("link", name=name).click()


def opens_the_wallet_of(admin: Visitor, customer: Any) -> None:
    """From the first page by the list of customers to the customer's Wallet tab."""
    admin.goes_to("/admin/")
    chooses(admin, "Customers")
    admin.link(customer.email).click()
    admin.page.get_by_role("navigation", name="Customer").get_by_role("link", name="Wallet").click()
    expect(admin.page.get_by_role("heading", name="EUR wallet")).to_be_visible()


def adjusting(admin: Visitor) -> Locator:
    """The form to credit or debit."""
    return admin.page.locator("form").filter(has=admin.button("Preview"))


def proposes(admin: Visitor, direction: str, amount: str, *, note: str = "", told: str = "") -> None:
    """Fill in the form and ask for the preview."""
    form = adjusting(admin)
    form.get_by_role("radio", name=direction).check()
    form.get_by_label("Amount").fill(amount)
    form.get_by_label("Reason").select_option("Goodwill")
    form.get_by_label("Internal note").fill(note)
    form.get_by_label("Note to the customer").fill(told)
    form.get_by_role("button", name="Preview").click()


def updates_the_wallet(admin: Visitor, done: str) -> None:
    admin.button("Update wallet").click()
    expect(admin.body).to_contain_text(f"Wallet updated: {done}")


def figure(admin: Visitor, name: str) -> Locator:
    """A figure with its name: "Available", "Available afterwards"."""
    term = admin.page.locator(".sw-figures dt").get_by_text(name, exact=True)
    return term.locator("xpath=following-sibling::dd[1]")


def changes_the_status(admin: Visitor, verb: str, reason: str) -> None:
    """`Freeze` or `Unfreeze`, with a reason."""
    admin.page.locator("summary", has_text=f"{verb} this wallet").click()
    form = admin.page.locator("form").filter(has=admin.button(verb))
    form.get_by_label("Reason").fill(reason)
    form.get_by_role("button", name=verb).click()


def searches(admin: Visitor, term: str) -> None:
    box = admin.page.locator("#searchbar")
    box.fill(term)
    box.press("Enter")


def acts(admin: Visitor, name: str) -> None:
    """A button on the page of something, which a phone has to open first."""
    if admin.size == PHONE:
        admin.button("Actions").click()
    admin.page.get_by_role("link", name=name, exact=True).click()


def waits_for_a_second_person(admin: Visitor) -> Locator:
    """The queue of what somebody else has to decide about."""
    admin.goes_to("/admin/")
    chooses(admin, "Waiting for a second person")
    expect(admin.page.get_by_role("heading", name="Waiting for a second person").first).to_be_visible()
    return admin.page.get_by_role("article")


def decides(admin: Visitor, verb: str, words: str) -> None:
    """`Approve` or `Reject` what the open page is about, with words."""
    acts(admin, verb)
    admin.field("Reason" if verb == "Approve" else "Why not").fill(words)
    admin.button(verb).click()
    expect(admin.body).to_contain_text("Done.")
