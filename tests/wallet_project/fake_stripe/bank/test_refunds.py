"""Refunds and disputes."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import wait_until
from wallet_project.fake_stripe.client import ControlError, FakeStripe


def test_a_card_is_refunded_at_once_and_in_parts(
    client: stripe.StripeClient, charge: Any, fake: FakeStripe
) -> None:
    payment = charge(amount=1000)
    first = client.v1.refunds.create({"payment_intent": payment.id, "amount": 400, "metadata": {"a": "b"}})
    assert (first.status, first.amount, first.metadata.to_dict()) == ("succeeded", 400, {"a": "b"})
    assert client.v1.refunds.create({"payment_intent": payment.id}).amount == 600
    kept = client.v1.charges.retrieve(payment.latest_charge)
    assert (kept.amount_refunded, kept.refunded) == (1000, True)
    assert len(fake.events("charge.refunded")) == len(fake.events("refund.created")) == 2


def test_more_than_captured_is_refused(client: stripe.StripeClient, charge: Any) -> None:
    payment = charge(amount=1000)
    client.v1.refunds.create({"payment_intent": payment.id, "amount": 400})
    with pytest.raises(stripe.InvalidRequestError, match=r"€6\.01.*greater than unrefunded amount.*€6\.00"):
        client.v1.refunds.create({"payment_intent": payment.id, "amount": 601})
    assert client.v1.charges.retrieve(payment.latest_charge).amount_refunded == 400


def test_an_unpaid_payment_is_not_refunded(client: stripe.StripeClient, charge: Any) -> None:
    waiting = charge("pm_card_authenticationRequired", off_session=False, return_url="http://shop.test/")
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        client.v1.refunds.create({"payment_intent": waiting.id})


@pytest.mark.parametrize(
    ("ready_made", "end", "event"),
    [
        ("pm_card_pendingRefund", "succeeded", "refund.updated"),
        ("pm_card_refundFail", "failed", "refund.failed"),
    ],
)
def test_a_slow_refund_ends_later(
    client: stripe.StripeClient, charge: Any, fake: FakeStripe, ready_made: str, end: str, event: str
) -> None:
    fake.configure(late_seconds=5)
    refund = client.v1.refunds.create({"payment_intent": charge(ready_made).id})
    assert refund.status == "pending"
    fake.advance_clock(6)
    wait_until(lambda: client.v1.refunds.retrieve(refund.id).status == end)
    assert fake.events(event)[0]["data"]["object"]["status"] == end


def test_a_refund_that_fails_may_be_tried_again(
    client: stripe.StripeClient, charge: Any, fake: FakeStripe
) -> None:
    payment = charge()
    refund = client.v1.refunds.create({"payment_intent": payment.id})
    failed = fake.settle_refund(refund.id, succeeded=False)
    assert (failed["status"], failed["failure_reason"]) == ("failed", "expired_or_canceled_card")
    assert client.v1.refunds.create({"payment_intent": payment.id}).status == "succeeded"
    amounts = [entry.amount for entry in client.v1.balance_transactions.list().data]
    assert sum(amounts) == 0


def test_all_refunds_wait_for_the_bank_desk_on_request(
    client: stripe.StripeClient, charge: Any, fake: FakeStripe
) -> None:
    fake.configure(refund_mode="pending")
    refund = client.v1.refunds.create({"payment_intent": charge().id})
    fake.advance_clock(3600)
    assert client.v1.refunds.retrieve(refund.id).status == "pending"
    assert fake.settle_refund(refund.id)["status"] == "succeeded"
    with pytest.raises(ControlError, match="not pending"):
        fake.settle_refund(refund.id)


@pytest.mark.parametrize(("won", "left"), [(True, 1000), (False, 0)])
def test_a_dispute_takes_the_money_and_a_won_one_returns_it(
    client: stripe.StripeClient, charge: Any, fake: FakeStripe, won: bool, left: int
) -> None:
    payment = charge(amount=1000)
    dispute = fake.dispute_payment(payment.id, reason="product_not_received")
    assert (dispute["amount"], dispute["status"]) == (1000, "needs_response")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": payment.id})
    assert refused.value.code == "charge_disputed"
    assert fake.close_dispute(dispute["id"], won=won)["status"] == ("won" if won else "lost")
    assert sum(entry.amount for entry in client.v1.balance_transactions.list().data) == left
    kinds = [
        event["type"].removeprefix("charge.dispute.") for event in fake.events() if "dispute" in event["type"]
    ]
    assert kinds == ["created", "funds_withdrawn", "closed"] + ["funds_reinstated"] * won


def test_the_dispute_card_is_disputed_by_itself(
    client: stripe.StripeClient, charge: Any, fake: FakeStripe
) -> None:
    payment = charge("pm_card_createDispute")
    assert payment.status == "succeeded"
    fake.advance_clock(2)
    wait_until(lambda: client.v1.disputes.list({"payment_intent": payment.id}).data)
    assert client.v1.disputes.list().data[0].reason == "fraudulent"


def test_a_dispute_ends_once(charge: Any, fake: FakeStripe) -> None:
    dispute = fake.dispute_payment(charge().id)
    fake.close_dispute(dispute["id"], won=False)
    with pytest.raises(ControlError, match="already closed"):
        fake.close_dispute(dispute["id"], won=True)
