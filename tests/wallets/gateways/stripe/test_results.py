"""States that the fake has no way to bring about."""

from __future__ import annotations

from typing import Any

import pytest
import stripe
from djmoney.money import Money

from wallets.gateways.base import PaymentState
from wallets.gateways.stripe.results import of_dispute, of_session


@pytest.mark.parametrize(
    ("status", "amount", "won"),
    [
        ("warning_needs_response", 0, None),
        ("warning_under_review", 0, None),
        ("warning_closed", 0, True),
        ("prevented", 0, True),
        ("needs_response", 20, None),
        ("under_review", 20, None),
        ("won", 20, True),
        ("lost", 20, False),
    ],
)
def test_an_inquiry_takes_no_money(status: str, amount: int, won: bool | None) -> None:
    values: dict[str, Any] = {"id": "dp_1", "object": "dispute", "amount": 2000, "currency": "eur"}
    values |= {"status": status, "reason": "general", "payment_intent": "pi_1"}
    dispute = of_dispute(stripe.Dispute.construct_from(values, None))
    assert (dispute.amount, dispute.won, dispute.payment) == (Money(amount, "EUR"), won, "pi_1")


def test_a_finished_page_whose_payment_wants_a_method_again_has_failed() -> None:
    fields = ("next_action", "last_payment_error", "latest_charge", "payment_method", "customer")
    intent: dict[str, Any] = {"id": "pi_1", "object": "payment_intent", **dict.fromkeys(fields)}
    intent |= {"status": "requires_payment_method", "amount_received": 0, "currency": "eur"}
    values = {"id": "cs_1", "object": "checkout.session", "mode": "payment", "status": "complete"}
    values |= {"payment_intent": intent | {"livemode": False, "metadata": {}}, "currency": "eur"}
    values |= {"customer": "cus_1", "url": None, "livemode": False, "metadata": {}}
    page = of_session(stripe.checkout.Session.construct_from(values, None))
    assert (page.state, page.captured) == (PaymentState.FAILED, Money(0, "EUR"))
