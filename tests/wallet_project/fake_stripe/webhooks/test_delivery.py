"""Webhooks: signed, retried, and disturbed on request."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import Ear, wait_until
from wallet_project.fake_stripe.client import FakeStripe


@pytest.fixture
def heard(fake: FakeStripe, ear: Ear) -> Ear:
    fake.configure(webhook_url=ear.url)
    return ear


def test_an_event_arrives_signed_as_stripe_signs(heard: Ear, charge: Any, fake: FakeStripe) -> None:
    payment = charge()
    wait_until(lambda: "payment_intent.succeeded" in heard.types)
    event, headers, body = next(
        entry for entry in heard.heard if entry[0]["type"] == "payment_intent.succeeded"
    )
    assert event["data"]["object"]["id"] == payment.id
    assert event["livemode"] is False
    stripe.Webhook.construct_event(body, headers["Stripe-Signature"], fake.webhook_secret)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_other")


def test_while_a_secret_rotates_both_verify(heard: Ear, charge: Any, fake: FakeStripe) -> None:
    fake.configure(webhook_secrets=["whsec_old", "whsec_new"])
    charge()
    wait_until(lambda: heard.heard)
    _, headers, body = heard.heard[0]
    for secret in ("whsec_old", "whsec_new"):
        stripe.Webhook.construct_event(body, headers["Stripe-Signature"], secret)


def test_an_event_names_the_request_that_caused_it(heard: Ear, charge: Any) -> None:
    charge(options={"idempotency_key": "k"})
    wait_until(lambda: "payment_intent.succeeded" in heard.types)
    event = next(event for event, _, _ in heard.heard if event["type"] == "payment_intent.succeeded")
    assert event["request"]["idempotency_key"] == "k"


def test_a_refused_webhook_comes_again(heard: Ear, fake: FakeStripe, saved_card: Any) -> None:
    fake.configure(retry_seconds=0.1)
    heard.status = 500
    saved_card()
    wait_until(lambda: len(heard.heard) >= 3)
    assert len(set(heard.ids())) == 1
    heard.status = 200
    wait_until(lambda: fake.events()[0]["deliveries"][0]["state"] == "delivered")


def test_it_gives_up_after_the_last_retry(heard: Ear, fake: FakeStripe, saved_card: Any) -> None:
    fake.configure(retry_seconds=0.05, retries=2)
    heard.status = 500
    saved_card()
    wait_until(lambda: fake.events()[0]["deliveries"][0]["state"] == "given_up")
    assert len(heard.heard) == 3


def test_dropped_events_never_arrive_but_are_kept(heard: Ear, fake: FakeStripe, charge: Any) -> None:
    fake.configure(delivery="drop")
    charge()
    fake.configure(delivery="normal")
    charge()
    wait_until(lambda: "payment_intent.succeeded" in heard.types)
    assert heard.types.count("payment_intent.succeeded") == 1
    assert len(fake.events("payment_intent.succeeded")) == 2


def test_duplicates(heard: Ear, fake: FakeStripe, saved_card: Any) -> None:
    fake.configure(delivery="duplicate", copies=4)
    saved_card()
    wait_until(lambda: len(heard.heard) == 4)
    assert len(set(heard.ids())) == 1


def test_delayed(heard: Ear, fake: FakeStripe, saved_card: Any) -> None:
    fake.configure(delivery="delay", delay_seconds=0.6)
    saved_card()
    assert heard.heard == []
    wait_until(lambda: heard.heard)


def test_shuffled_events_all_arrive(heard: Ear, fake: FakeStripe, charge: Any) -> None:
    fake.configure(delivery="shuffle", delay_seconds=0.5)
    charge()
    wait_until(lambda: len(heard.heard) == len(fake.events()))
    assert sorted(heard.ids()) == sorted(event["id"] for event in fake.events())


def test_held_events_are_delivered_in_the_order_asked_for(heard: Ear, fake: FakeStripe, charge: Any) -> None:
    fake.configure(delivery="hold")
    charge()
    ids = [event["id"] for event in fake.events()]
    assert heard.heard == []
    assert fake.deliver(ids[::-1]) == [200] * len(ids)
    assert heard.ids() == ids[::-1]
    fake.deliver()
    assert len(heard.heard) == len(ids)


def test_all_held_events_at_once_and_several_times(heard: Ear, fake: FakeStripe, charge: Any) -> None:
    fake.configure(delivery="hold")
    charge()
    ids = [event["id"] for event in fake.events()]
    fake.deliver(parallel=True, times=3)
    assert sorted(heard.ids()) == sorted(ids * 3)


def test_every_event_is_in_the_events_api(client: stripe.StripeClient, charge: Any, fake: FakeStripe) -> None:
    payment = charge()
    found = client.v1.events.list({"types": ["payment_intent.succeeded"]}).data
    assert [event.data.object["id"] for event in found] == [payment.id]
    assert client.v1.events.retrieve(found[0].id).type == "payment_intent.succeeded"


def test_nobody_to_call_is_no_failure(fake: FakeStripe, charge: Any) -> None:
    fake.configure(webhook_url="http://127.0.0.1:9/", retry_seconds=0.05, retries=1)
    charge()
    wait_until(lambda: all(event["deliveries"][0]["state"] == "given_up" for event in fake.events()))
