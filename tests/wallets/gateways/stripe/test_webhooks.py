"""Webhooks: what is believed, and what it is taken for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import Ear, listen, wait_until
from wallet_project.fake_stripe.client import FakeStripe
from wallets.gateways.base import EventKind, GatewayEvent, SetupRequest, WebhookRejected
from wallets.gateways.stripe import StripeGateway, StripeSettings

SECRET = "whsec_demo"
EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "payment_intent.succeeded",
    "created": 1_800_000_000,
    "livemode": False,
    "data": {"object": {"id": "pi_1", "object": "payment_intent", "metadata": {"top_up": "1"}}},
}


@pytest.fixture
def alone() -> StripeGateway:
    """An adapter that needs no server."""
    return StripeGateway(StripeSettings("sk_test_demo", (SECRET,)))


def signed(payload: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = int(at if at is not None else time.time())
    return {
        "Stripe-Signature": stripe.WebhookSignature.generate_signature_header(payload.decode(), secret, stamp)
    }


def body(**changes: Any) -> bytes:
    return json.dumps({**EVENT, **changes}).encode()


def rejection(gateway: StripeGateway, payload: bytes, headers: dict[str, str]) -> str:
    with pytest.raises(WebhookRejected) as rejected:
        gateway.read_event(payload=payload, headers=headers)
    return rejected.value.code


def test_a_signed_event_is_read(alone: StripeGateway) -> None:
    event = alone.read_event(payload=body(), headers=signed(body()))
    assert (event.id, event.type, event.kind) == ("evt_1", "payment_intent.succeeded", EventKind.PAYMENT)
    assert (event.payment, event.metadata, event.livemode) == ("pi_1", {"top_up": "1"}, False)
    assert event.created_at.timestamp() == 1_800_000_000


@pytest.mark.parametrize("name", ["Stripe-Signature", "stripe-signature", "STRIPE-SIGNATURE"])
def test_the_header_is_found_in_any_case(alone: StripeGateway, name: str) -> None:
    headers = {name: signed(body())["Stripe-Signature"]}
    assert alone.read_event(payload=body(), headers=headers).id == "evt_1"


@pytest.mark.parametrize("headers", [{}, {"Stripe-Signature": ""}])
def test_unsigned(alone: StripeGateway, headers: dict[str, str]) -> None:
    assert rejection(alone, body(), headers) == "unsigned"


@pytest.mark.parametrize("header", ["nonsense", "t=1", "t=x,v1=00", "v1=00", "t=1,v0=00"])
def test_a_broken_signature(alone: StripeGateway, header: str) -> None:
    assert rejection(alone, body(), {"Stripe-Signature": header}) == "bad_signature"


def test_signed_by_a_stranger(alone: StripeGateway) -> None:
    assert rejection(alone, body(), signed(body(), secret="whsec_stranger")) == "bad_signature"


def test_a_body_changed_on_the_way(alone: StripeGateway) -> None:
    assert rejection(alone, body(id="evt_2"), signed(body())) == "bad_signature"


@pytest.mark.parametrize(("age", "accepted"), [(290, True), (310, False), (-290, True), (-310, False)])
def test_five_minutes_and_no_more(alone: StripeGateway, age: int, accepted: bool) -> None:
    headers = signed(body(), at=time.time() - age)
    if accepted:
        assert alone.read_event(payload=body(), headers=headers).id == "evt_1"
    else:
        assert rejection(alone, body(), headers) == "stale"


def test_a_stale_stamp_cannot_be_made_fresh(alone: StripeGateway) -> None:
    old = signed(body(), at=time.time() - 3600)["Stripe-Signature"]
    fresh = f"{old},t={int(time.time())}"
    assert rejection(alone, body(), {"Stripe-Signature": fresh}) == "stale"


@pytest.mark.parametrize("livemode", [True, False])
def test_a_test_event_on_a_live_store_and_the_reverse(livemode: bool) -> None:
    gateway = StripeGateway(StripeSettings("sk_live_x", (SECRET,), livemode=livemode))
    foreign = body(livemode=not livemode)
    assert rejection(gateway, foreign, signed(foreign)) == "wrong_mode"
    own = body(livemode=livemode)
    assert gateway.read_event(payload=own, headers=signed(own)).livemode is livemode


def test_during_a_rotation_both_secrets_are_believed() -> None:
    gateway = StripeGateway(StripeSettings("sk_test_demo", ("whsec_new", "whsec_old")))
    for secret in ("whsec_old", "whsec_new"):
        assert gateway.read_event(payload=body(), headers=signed(body(), secret=secret)).id == "evt_1"
    assert rejection(gateway, body(), signed(body())) == "bad_signature"


def test_without_a_secret_nothing_is_believed() -> None:
    for secrets in ((), ("",)):
        gateway = StripeGateway(StripeSettings("sk_test_demo", secrets))
        assert rejection(gateway, body(), signed(body(), secret="")) == "bad_signature"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"not json",
        b'"evt_1"',
        b"{}",
        body(id=7),
        body(data={}),
        body(data={"object": "pi_1"}),
        body(livemode="false"),
        body(object="v2.core.event"),
        body(created="now"),
    ],
)
def test_malformed(alone: StripeGateway, payload: bytes) -> None:
    assert rejection(alone, payload, signed(payload)) == "malformed"


def test_bytes_that_are_no_text_are_malformed(alone: StripeGateway) -> None:
    assert rejection(alone, b"\xff\xfe", {"Stripe-Signature": "t=1,v1=00"}) == "malformed"


def test_an_event_of_a_connected_account_is_ignored(alone: StripeGateway) -> None:
    payload = body(account="acct_1")
    assert alone.read_event(payload=payload, headers=signed(payload)).kind is EventKind.IGNORED


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listen() as heard:
        yield heard


@pytest.fixture
def read(gateway: StripeGateway, fake: FakeStripe, ear: Ear) -> Any:
    """`read(type)`: the newest event of a type, as delivered over HTTP and read by the adapter."""
    fake.configure(webhook_url=ear.url)

    def find(kind: str) -> GatewayEvent:
        wait_until(lambda: kind in ear.types)
        _, headers, payload = next(entry for entry in reversed(ear.heard) if entry[0]["type"] == kind)
        return gateway.read_event(payload=payload, headers=headers)

    return find


def test_a_paid_page(read: Any, open_page: Any, fake: FakeStripe) -> None:
    page = open_page()
    fake.pay(page.redirect_url)
    done = read("checkout.session.completed")
    assert (done.kind, done.session) == (EventKind.PAYMENT, page.session)
    assert done.payment == read("payment_intent.succeeded").payment
    assert done.metadata == read("payment_intent.succeeded").metadata == {"top_up": "1"}
    assert read("charge.succeeded").kind is EventKind.IGNORED


@pytest.mark.parametrize("succeeded", [True, False])
def test_a_late_bank(read: Any, open_page: Any, fake: FakeStripe, succeeded: bool) -> None:
    page = open_page()
    fake.pay_by_bank(page.redirect_url, outcome="never")
    fake.settle_payment(read("payment_intent.processing").payment, succeeded=succeeded)
    event = read(f"checkout.session.async_payment_{'succeeded' if succeeded else 'failed'}")
    assert (event.kind, event.session) == (EventKind.PAYMENT, page.session)


def test_a_closed_page(read: Any, open_page: Any, gateway: StripeGateway) -> None:
    page = open_page()
    gateway.expire_checkout(page.session)
    assert read("checkout.session.expired").session == page.session


def test_a_decline_and_3ds_and_a_cancel(
    read: Any, gateway: StripeGateway, charge_request: Any, save_card: Any
) -> None:
    declined = gateway.charge_saved_card(charge_request(save_card("4000000000000341")))
    assert read("payment_intent.payment_failed").payment == declined.payment
    asked = gateway.charge_saved_card(charge_request(save_card("4000002760003184"), key="3ds"))
    assert read("payment_intent.requires_action").payment == asked.payment
    gateway.cancel_payment(asked.payment)
    assert read("payment_intent.canceled").kind is EventKind.PAYMENT


def test_a_card_saved_and_removed(read: Any, gateway: StripeGateway, customer: str, fake: FakeStripe) -> None:
    page = gateway.create_setup(SetupRequest("k", customer, "http://shop.test/", "http://shop.test/", {}))
    fake.pay(page.redirect_url)
    done = read("checkout.session.completed")
    assert (done.kind, done.session, done.payment) == (EventKind.SETUP, page.session, "")
    card = gateway.fetch_checkout(page.session).card
    assert card is not None
    gateway.detach_card(card.payment_method)
    removed = read("payment_method.detached")
    assert (removed.kind, removed.payment_method) == (EventKind.CARD_REMOVED, card.payment_method)


def test_refunds_and_disputes(
    read: Any, gateway: StripeGateway, charge_request: Any, save_card: Any, fake: FakeStripe
) -> None:
    paid = gateway.charge_saved_card(charge_request(save_card()))
    refund = gateway.create_refund(
        key="r", payment=paid.payment, amount=paid.captured / 2, metadata={"r": "1"}
    )
    told = read("refund.created")
    assert (told.kind, told.refund, told.payment) == (EventKind.REFUND, refund.refund, paid.payment)
    fake.settle_refund(refund.refund, succeeded=False)
    assert read("refund.failed").refund == refund.refund
    dispute = fake.dispute_payment(paid.payment)["id"]
    opened = read("charge.dispute.created")
    assert (opened.kind, opened.dispute, opened.payment) == (EventKind.DISPUTE_OPENED, dispute, paid.payment)
    assert read("charge.dispute.funds_withdrawn").kind is EventKind.DISPUTE_OPENED
    fake.close_dispute(dispute, won=True)
    assert read("charge.dispute.closed").kind is EventKind.DISPUTE_CLOSED
    assert read("charge.dispute.funds_reinstated").kind is EventKind.DISPUTE_CLOSED
