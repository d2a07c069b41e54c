"""The network at its worst."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import sdk
from wallet_project.fake_stripe.client import ControlError, FakeStripe


def charges(client: stripe.StripeClient) -> int:
    return len(client.v1.charges.list().data)


@pytest.mark.parametrize(
    ("kind", "done"),
    [("timeout_after", 1), ("timeout_before", 0), ("reset_after", 1), ("reset_before", 0)],
)
def test_a_lost_answer_and_a_retry_with_the_key_are_one_charge(
    fake: FakeStripe, client: stripe.StripeClient, customer: str, saved_card: Any, kind: str, done: int
) -> None:
    hasty = sdk(fake, timeout=0.5)
    params: Any = {"amount": 1000, "currency": "eur", "customer": customer, "payment_method": saved_card()}
    params |= {"confirm": True, "off_session": True}
    fake.inject(kind, "/v1/payment_intents", seconds=1.0)
    with pytest.raises(stripe.APIConnectionError):
        hasty.v1.payment_intents.create(params, {"idempotency_key": "k"})
    assert charges(client) == done
    assert hasty.v1.payment_intents.create(params, {"idempotency_key": "k"}).status == "succeeded"
    assert charges(client) == 1


def test_a_fault_hits_as_often_as_ordered_and_only_its_path(
    fake: FakeStripe, client: stripe.StripeClient
) -> None:
    fake.inject("rate_limit", "/v1/customers", times=2)
    client.v1.customers.list()
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError):
            client.v1.customers.create({})
    client.v1.customers.create({})


def test_a_fault_may_hit_reads(fake: FakeStripe, client: stripe.StripeClient, customer: str) -> None:
    fake.inject("error_500", f"/v1/customers/{customer}", method="GET")
    with pytest.raises(stripe.APIError):
        client.v1.customers.retrieve(customer)
    assert client.v1.customers.retrieve(customer).id == customer


def test_cleared_faults_are_gone(fake: FakeStripe, client: stripe.StripeClient) -> None:
    fake.inject("rate_limit", ".*", times=100)
    fake.clear_faults()
    client.v1.customers.create({})


def test_an_unknown_fault_is_refused(fake: FakeStripe) -> None:
    with pytest.raises(ControlError, match="not a valid FaultKind"):
        fake.inject("earthquake", ".*")


def test_a_slow_answer_comes(fake: FakeStripe, client: stripe.StripeClient) -> None:
    """It waits until it is let go, and is then done as ever."""
    fake.inject("slow", "/v1/customers")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(sdk(fake).v1.customers.create, {})
        with pytest.raises(TimeoutError):
            slow.result(timeout=0.4)
        assert client.v1.customers.list().data == []
        fake.clear_faults()
        assert slow.result().id == client.v1.customers.list().data[0].id
