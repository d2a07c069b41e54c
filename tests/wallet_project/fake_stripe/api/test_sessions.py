"""Hosted pages over the API."""

from __future__ import annotations

import time
from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import wait_until
from wallet_project.fake_stripe.client import FakeStripe

HALF_HOUR = 1800


def test_a_new_page_is_open_and_unpaid(open_page: Any, customer: str, fake: FakeStripe) -> None:
    page = open_page(metadata={"top_up": "1"})
    assert page.id.startswith("cs_test_")
    assert page.url == f"{fake.base_url}/c/pay/{page.id}"
    assert (page.status, page.payment_status, page.payment_intent) == ("open", "unpaid", None)
    assert (page.amount_total, page.currency, page.customer) == (1250, "eur", customer)
    assert page.metadata.to_dict() == {"top_up": "1"}
    assert page.payment_method_types == ["card", "upi", "netbanking"]
    assert page.livemode is False


def test_the_payment_carries_its_own_metadata_and_description(
    client: stripe.StripeClient, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page(payment_intent_data={"metadata": {"order": "7"}, "description": "Order 7"})
    fake.pay(page.url)
    payment = client.v1.checkout.sessions.retrieve(page.id, {"expand": ["payment_intent"]}).payment_intent
    assert payment.metadata.to_dict() == {"order": "7"}
    assert payment.description == "Order 7"


@pytest.mark.parametrize("seconds", [HALF_HOUR - 60, 24 * 3600 + 60])
def test_a_page_lives_30_minutes_to_24_hours(open_page: Any, seconds: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_page(expires_at=int(time.time()) + seconds)
    assert refused.value.param == "expires_at"


def test_a_page_expires_when_its_time_has_come(
    client: stripe.StripeClient, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page(expires_at=int(time.time()) + HALF_HOUR + 5)
    fake.advance_clock(HALF_HOUR + 10)
    wait_until(lambda: client.v1.checkout.sessions.retrieve(page.id).status == "expired")
    assert [event["data"]["object"]["id"] for event in fake.events("checkout.session.expired")] == [page.id]
    answer = fake.pay(page.url)
    assert answer.status == 410
    assert "has expired" in answer.text


def test_expiring_a_page_cancels_the_payment_tried_on_it(
    client: stripe.StripeClient, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page()
    fake.pay(page.url, card="4000000000000002")
    expired = client.v1.checkout.sessions.expire(page.id, {"expand": ["payment_intent"]})
    assert (expired.status, expired.url, expired.payment_intent.status) == ("expired", None, "canceled")


def test_a_paid_page_cannot_expire(client: stripe.StripeClient, open_page: Any, fake: FakeStripe) -> None:
    page = open_page()
    fake.pay(page.url)
    with pytest.raises(stripe.InvalidRequestError, match="status of `complete`"):
        client.v1.checkout.sessions.expire(page.id)
    assert client.v1.checkout.sessions.retrieve(page.id).payment_status == "paid"


def test_pages_are_listed_by_customer_payment_and_status(
    client: stripe.StripeClient, open_page: Any, fake: FakeStripe, customer: str
) -> None:
    paid, waiting = open_page(), open_page()
    fake.pay(paid.url)
    payment = client.v1.checkout.sessions.retrieve(paid.id).payment_intent
    found = client.v1.checkout.sessions.list
    assert [page.id for page in found({"customer": customer}).data] == [waiting.id, paid.id]
    assert [page.id for page in found({"payment_intent": payment}).data] == [paid.id]
    assert [page.id for page in found({"customer": customer, "status": "open"}).data] == [waiting.id]
    assert found({"customer": "cus_other"}).data == []


def test_a_setup_page_saves_a_card_and_takes_nothing(
    client: stripe.StripeClient, customer: str, fake: FakeStripe
) -> None:
    params: Any = {
        "mode": "setup",
        "customer": customer,
        "currency": "eur",
        "success_url": "http://shop.test/",
    }
    page = client.v1.checkout.sessions.create({**params, "setup_intent_data": {"metadata": {"a": "b"}}})
    assert (page.amount_total, page.payment_status) == (None, "no_payment_required")
    fake.pay(page.url, card="5555555555554444")
    done = client.v1.checkout.sessions.retrieve(page.id, {"expand": ["setup_intent.payment_method"]})
    assert (done.status, done.setup_intent.status, done.setup_intent.metadata.a) == (
        "complete",
        "succeeded",
        "b",
    )
    assert done.setup_intent.payment_method.card.brand == "mastercard"
    assert [kept.id for kept in client.v1.customers.payment_methods.list(customer).data] == [
        done.setup_intent.payment_method.id
    ]
    assert client.v1.charges.list().data == []


@pytest.mark.parametrize("missing", ["mode", "success_url", "line_items"])
def test_a_page_without_the_necessary_is_refused(open_page: Any, missing: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_page(**{missing: None})
    assert refused.value.param == missing
