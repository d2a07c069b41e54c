"""Idempotency keys, held to what Stripe documents."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import sdk
from wallet_project.fake_stripe.client import FakeStripe

DAY = 24 * 3600


def customers(client: stripe.StripeClient) -> int:
    return len(client.v1.customers.list({"limit": 100}).data)


def test_same_key_gives_the_same_object(client: stripe.StripeClient) -> None:
    first = client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"})
    second = client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"})
    assert first.id == second.id
    assert customers(client) == 1
    assert first.last_response.headers.get("Idempotent-Replayed") is None
    assert second.last_response.headers["Idempotent-Replayed"] == "true"


def test_same_key_fifty_times_at_once_is_one_charge(fake: FakeStripe, customer: str, saved_card: Any) -> None:
    method, params = saved_card(), {"amount": 1000, "currency": "eur", "customer": customer, "confirm": True}
    clients = [sdk(fake, retries=8) for _ in range(50)]

    def pay(client: stripe.StripeClient) -> str:
        params_of_one = {**params, "payment_method": method, "off_session": True}
        return client.v1.payment_intents.create(params_of_one, {"idempotency_key": "once"}).id

    with ThreadPoolExecutor(50) as pool:
        ids = set(pool.map(pay, clients))
    assert len(ids) == 1
    assert len(clients[0].v1.charges.list({"customer": customer}).data) == 1


def test_without_a_key_each_call_is_a_new_object(client: stripe.StripeClient) -> None:
    assert client.v1.customers.create({"name": "A"}).id != client.v1.customers.create({"name": "A"}).id


def test_same_key_with_other_parameters_is_refused(client: stripe.StripeClient) -> None:
    client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"})
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as refused:
        client.v1.customers.create({"name": "B"}, {"idempotency_key": "k"})
    assert refused.value.http_status == 400
    assert customers(client) == 1


def test_same_key_on_another_endpoint_is_refused(client: stripe.StripeClient, open_page: Any) -> None:
    page = open_page()
    client.v1.checkout.sessions.expire(page.id, {}, {"idempotency_key": "k"})
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        client.v1.customers.create({}, {"idempotency_key": "k"})


def test_same_key_in_flight_conflicts(fake: FakeStripe, client: stripe.StripeClient) -> None:
    """The first to come is kept waiting, whichever that is, until the other has been refused."""
    fake.inject("slow", "/v1/customers", times=2)

    def create(one: stripe.StripeClient) -> Any:
        return one.v1.customers.create({"name": "A"}, {"idempotency_key": "k"})

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(create, sdk(fake)) for _ in range(2)]
        [refused] = wait(both, return_when=FIRST_COMPLETED).done
        fake.clear_faults()
    [slow] = [one for one in both if one is not refused]
    with pytest.raises(stripe.APIError) as conflict:
        refused.result()
    assert slow.result().name == "A"
    assert conflict.value.http_status == 409
    assert conflict.value.error.code == "idempotency_key_in_use"
    assert customers(client) == 1


def test_a_decline_is_kept_under_its_key(client: stripe.StripeClient, charge: Any, saved_card: Any) -> None:
    method = saved_card("pm_card_chargeCustomerFail")
    errors = []
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            charge(payment_method=method, options={"idempotency_key": "k"})
        errors.append(declined.value)
    assert errors[0].error.payment_intent.id == errors[1].error.payment_intent.id
    assert errors[1].headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("kind", ["error_500", "error_500_after"])
def test_an_error_500_is_kept_under_its_key(fake: FakeStripe, client: stripe.StripeClient, kind: str) -> None:
    fake.inject(kind, "/v1/customers")
    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"})
        assert failed.value.http_status == 500
    assert customers(client) == (1 if kind == "error_500_after" else 0)


@pytest.mark.parametrize("kind", ["error_503", "rate_limit"])
def test_a_refusal_at_the_door_is_not_kept(fake: FakeStripe, client: stripe.StripeClient, kind: str) -> None:
    fake.inject(kind, "/v1/customers")
    with pytest.raises(stripe.StripeError):
        client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"})
    assert client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"}).name == "A"


def test_a_failed_validation_is_not_kept(client: stripe.StripeClient, customer: str) -> None:
    params: Any = {"amount": 1000, "currency": "EUR", "customer": customer}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.create(params, {"idempotency_key": "k"})
    intent = client.v1.payment_intents.create({**params, "currency": "eur"}, {"idempotency_key": "k"})
    assert intent.amount == 1000


def test_a_refusal_by_state_is_kept(client: stripe.StripeClient, charge: Any) -> None:
    payment = charge()
    client.v1.refunds.create({"payment_intent": payment.id})
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.refunds.create({"payment_intent": payment.id}, {"idempotency_key": "k"})
        assert refused.value.code == "charge_already_refunded"
    assert refused.value.headers["Idempotent-Replayed"] == "true"


def test_a_key_is_forgotten_after_a_day(fake: FakeStripe, client: stripe.StripeClient) -> None:
    first = client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"})
    fake.advance_clock(DAY - 60)
    assert client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"}).id == first.id
    fake.advance_clock(120)
    assert client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"}).id != first.id


def test_a_key_of_256_characters_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.create({}, {"idempotency_key": "k" * 256})
