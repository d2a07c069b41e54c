"""Payments by saved card."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from wallet_project.fake_stripe.client import FakeStripe

RETURN = {"off_session": False, "return_url": "http://shop.test/back?order=7"}


def declined(charge: Any, ready_made: str, **params: Any) -> Any:
    with pytest.raises(stripe.CardError) as refused:
        charge(ready_made, **params)
    assert refused.value.http_status == 402
    return refused.value.error


def test_a_saved_card_pays(charge: Any, fake: FakeStripe) -> None:
    payment = charge(metadata={"order": "7"}, expand=["latest_charge.balance_transaction"])
    assert (payment.status, payment.amount_received) == ("succeeded", 1000)
    settled = payment.latest_charge.balance_transaction
    assert (settled.amount, settled.fee, settled.net) == (1000, 40, 960)
    assert [event["type"] for event in fake.events()][-2:] == ["charge.succeeded", "payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("ready_made", "code", "decline_code"),
    [
        ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
        ("pm_card_authenticationRequired", "authentication_required", "authentication_required"),
    ],
)
def test_a_decline_says_why_and_leaves_a_failed_payment(
    charge: Any, client: stripe.StripeClient, ready_made: str, code: str, decline_code: str
) -> None:
    error = declined(charge, ready_made)
    assert (error.code, error.decline_code) == (code, decline_code)
    payment = client.v1.payment_intents.retrieve(error.payment_intent.id)
    assert (payment.status, payment.amount_received) == ("requires_payment_method", 0)
    assert client.v1.charges.retrieve(error.charge).status == "failed"


def test_a_customer_who_is_there_is_sent_to_3ds(charge: Any, fake: FakeStripe) -> None:
    payment = charge("pm_card_authenticationRequired", **RETURN)
    assert payment.status == "requires_action"
    assert payment.next_action.redirect_to_url.url == f"{fake.base_url}/3ds/{payment.id}"


@pytest.mark.parametrize(
    ("approve", "told", "status"),
    [(True, "succeeded", "succeeded"), (False, "failed", "requires_payment_method")],
)
def test_3ds_decides_and_sends_the_customer_back(
    charge: Any, fake: FakeStripe, client: stripe.StripeClient, approve: bool, told: str, status: str
) -> None:
    payment = charge("pm_card_authenticationRequired", **RETURN)
    back = fake.authenticate(payment.next_action.redirect_to_url.url, approve=approve)
    assert back.location.startswith(f"http://shop.test/back?order=7&payment_intent={payment.id}&")
    assert back.location.endswith(f"redirect_status={told}")
    assert client.v1.payment_intents.retrieve(payment.id).status == status


def test_3ds_answers_only_once(charge: Any, fake: FakeStripe, client: stripe.StripeClient) -> None:
    payment = charge("pm_card_authenticationRequired", **RETURN)
    url = payment.next_action.redirect_to_url.url
    fake.authenticate(url, approve=True)
    fake.authenticate(url, approve=False)
    fake.authenticate(url, approve=True)
    assert len(client.v1.charges.list().data) == 1
    assert client.v1.payment_intents.retrieve(payment.id).status == "succeeded"


def test_a_payment_without_a_way_back_is_refused(charge: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="return_url"):
        charge(off_session=False)


def test_another_customers_card_is_refused(client: stripe.StripeClient, charge: Any, saved_card: Any) -> None:
    stranger = client.v1.customers.create({}).id
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method"):
        charge(payment_method=saved_card(), customer=stranger)
    assert client.v1.charges.list().data == []


def test_a_forgotten_card_never_pays_again(client: stripe.StripeClient, charge: Any, saved_card: Any) -> None:
    method = saved_card()
    client.v1.payment_methods.detach(method)
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        charge(payment_method=method)
    with pytest.raises(stripe.InvalidRequestError, match="not attached"):
        client.v1.payment_methods.detach(method)


def test_a_payment_is_confirmed_later(client: stripe.StripeClient, customer: str, saved_card: Any) -> None:
    params: Any = {"amount": 1000, "currency": "eur", "customer": customer, "payment_method": saved_card()}
    payment = client.v1.payment_intents.create(params)
    assert payment.status == "requires_confirmation"
    confirmed = client.v1.payment_intents.confirm(payment.id, {"return_url": "http://shop.test/"})
    assert confirmed.status == "succeeded"
    with pytest.raises(stripe.InvalidRequestError, match="status of succeeded"):
        client.v1.payment_intents.confirm(payment.id, {"return_url": "http://shop.test/"})


def test_a_waiting_payment_is_canceled_and_a_paid_one_not(client: stripe.StripeClient, charge: Any) -> None:
    waiting = charge("pm_card_authenticationRequired", **RETURN)
    canceled = client.v1.payment_intents.cancel(waiting.id, {"cancellation_reason": "abandoned"})
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.cancel(charge().id)
    assert refused.value.code == "payment_intent_unexpected_state"


def test_a_card_that_wants_3ds_until_saved_pays_alone_once_saved(
    client: stripe.StripeClient, charge: Any, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page(payment_intent_data={"setup_future_usage": "off_session"})
    challenge = fake.pay(page.url, card="4000002500003155")
    fake.authenticate(challenge.location)
    done = client.v1.checkout.sessions.retrieve(page.id, {"expand": ["payment_intent"]})
    assert charge(payment_method=done.payment_intent.payment_method).status == "succeeded"
