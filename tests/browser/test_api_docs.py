"""The description of the API with Swagger UI: all from this host, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.critic import TOO_WIDE
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit
from wallet_project.core.api.table import operations_below


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_operation_is_shown_and_one_is_opened(visit: Visit, size: Size) -> None:
    developer = visit(size=size)
    developer.goes_to("/api/v1/docs/")
    operations = developer.page.locator(".opblock")
    expect(operations).to_have_count(len(list(operations_below("api/v1/"))))
    assert developer.page.evaluate(TOO_WIDE) == ""
    payment = developer.page.locator("#operations-payments-create_payment")
    payment.get_by_role("button").first.click()
    expect(payment.get_by_text("An order has one payment that is open or captured")).to_be_visible()
    expect(payment.get_by_text("insufficient_funds").first).to_be_visible()
    assert developer.page.evaluate(TOO_WIDE) == ""
