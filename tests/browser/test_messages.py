"""A person's messages: read, put away, turned off; and the demo's mailbox."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from notifications.models import PhoneNumber
from notifications.queries import refusals, settings_of
from tests.browser.steps import mira
from tests.browser.visitor import Visit
from tests.factories.notifications import make_message
from tests.support.receiver import Receiver, running_receiver
from wallets.models import LowBalanceAlert


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
    visitor.main.get_by_label("Reminders and offers by e-mail").select_option("weekly")
    visitor.main.get_by_label("All together at").select_option("18:00")
    visitor.main.get_by_role("button", name="Save").click()
    expect(visitor.main).to_contain_text("Saved.")
    assert refusals(customer.pk) == {("reminders", "email")}
    assert (settings_of(customer.pk).pace, settings_of(customer.pk).digest_hour) == ("weekly", 18)
    visitor.goes_to("/mailbox/")
    visitor.looks("mailbox of the demo")


@pytest.fixture
def gateway(settings: Any) -> Iterator[Receiver]:
    """A provider of SMS and push."""
    with running_receiver() as receiver:
        port = receiver.server_address[1]
        settings.NOTIFICATIONS_SMS_URL = f"json://127.0.0.1:{port}/{{to}}"
        settings.NOTIFICATIONS_PUSH_URL = f"ntfy://127.0.0.1:{port}/{{to}}"
        yield receiver


def test_a_phone_is_added_and_push_is_turned_on(visit: Visit, gateway: Receiver) -> None:
    customer = mira()
    visitor = visit(customer)
    visitor.goes_to("/messages/preferences/")
    visitor.looks("what we write to you, with SMS and push")
    visitor.main.get_by_role("link", name="Add your phone number").click()
    visitor.main.get_by_label("Phone number").fill("088 123")
    visitor.main.get_by_role("button", name="Send the code").click()
    expect(visitor.main).to_contain_text("with the country's code")
    visitor.looks("a phone number that is none")
    visitor.main.get_by_label("Phone number").fill("+359 88 123 4567")
    visitor.main.get_by_role("button", name="Send the code").click()
    expect(visitor.main).to_contain_text("We sent six digits to +359881234567.")
    visitor.looks("the code from the SMS")
    code = re.search(r"[0-9]{6}", json.loads(gateway.calls[0].body)["message"])
    assert code
    visitor.main.get_by_label("Code from the SMS").fill(code[0])
    visitor.main.get_by_role("button", name="Confirm").click()
    expect(visitor.main).to_contain_text("SMS now come to +359881234567.")
    assert PhoneNumber.objects.get(pk=customer.pk).number == "+359881234567"
    visitor.main.get_by_role("button", name="Turn push messages on").click()
    expect(visitor.main).to_contain_text("Push messages are on.")
    visitor.main.get_by_role("group", name="Your orders").get_by_label("SMS").uncheck()
    visitor.looks("what we write to you, on all ways")
    visitor.main.get_by_role("button", name="Save").click()
    expect(visitor.main).to_contain_text("Saved.")
    assert refusals(customer.pk) == {("orders", "sms")}


def test_a_customer_is_told_when_the_wallet_runs_low(visit: Visit) -> None:
    visitor = visit(mira())
    visitor.goes_to("/wallet/")
    visitor.main.get_by_role("link", name="Choose the amount").click()
    visitor.main.get_by_label("Tell me when my balance falls below").fill("ten")
    visitor.main.get_by_role("button", name="Save").click()
    expect(visitor.main).to_contain_text("Write the amount in digits, like 12.50.")
    visitor.looks("when the wallet runs low")
    visitor.main.get_by_label("Tell me when my balance falls below").fill("10")
    visitor.main.get_by_role("button", name="Save").click()
    expect(visitor.main).to_contain_text("We tell you when your balance falls below €10.00.")
    visitor.looks("wallet, watched")
    assert LowBalanceAlert.objects.get().threshold == 1000
