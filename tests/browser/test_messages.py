"""A person's messages: read, put away, turned off; and the demo's mailbox."""

from __future__ import annotations

from playwright.sync_api import expect

from notifications.queries import refusals
from tests.browser.steps import mira
from tests.browser.visitor import Visit
from tests.factories.notifications import make_message


def test_messages_are_read_put_away_and_turned_off(visit: Visit) -> None:
    customer = mira()
    visitor = visit(customer)
    visitor.goes_to("/messages/")
    expect(visitor.main).to_contain_text("No messages")
    visitor.looks("messages, none")
    make_message(recipient=customer)
    visitor.goes_to("/messages/")
    expect(visitor.wallet_block).to_contain_text("1 new message")
    visitor.looks("messages")
    visitor.main.get_by_role("link", name="€10.00").click()
    visitor.looks("a message")
    visitor.main.get_by_role("button", name="Mark as read").click()
    expect(visitor.wallet_block).not_to_contain_text("new message")
    visitor.main.get_by_role("button", name="Put away").click()
    expect(visitor.main).to_contain_text("No messages")
    visitor.goes_to("/messages/archive/")
    expect(visitor.main).to_contain_text("€10.00")
    visitor.goes_to("/messages/preferences/")
    visitor.looks("what we write to you")
    visitor.main.get_by_role("group", name="Reminders and offers").get_by_label("E-mail").uncheck()
    visitor.main.get_by_role("button", name="Save").click()
    expect(visitor.main).to_contain_text("Saved.")
    assert refusals(customer.pk) == {("reminders", "email")}
    visitor.goes_to("/mailbox/")
    visitor.looks("mailbox of the demo")
