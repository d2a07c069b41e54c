"""One fake for all tests here, empty for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import Ear, listen, sdk, session_params
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.fake_stripe.process import start_fake_stripe


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeStripe]:
    with start_fake_stripe() as fake:
        yield fake


@pytest.fixture
def fake(running_fake: FakeStripe) -> FakeStripe:
    running_fake.reset()
    return running_fake


@pytest.fixture
def client(fake: FakeStripe) -> stripe.StripeClient:
    return sdk(fake)


@pytest.fixture
def customer(client: stripe.StripeClient) -> str:
    return client.v1.customers.create({"email": "jane@shop.test", "name": "Jane"}).id


@pytest.fixture
def open_page(client: stripe.StripeClient, customer: str) -> Any:
    """`open_page(amount=500, currency="jpy")`: a new hosted page."""

    def make(**params: Any) -> Any:
        return client.v1.checkout.sessions.create(session_params(customer, **params))

    return make


@pytest.fixture
def saved_card(client: stripe.StripeClient, customer: str) -> Any:
    """`saved_card("pm_card_visa")`: the id of a card that the customer keeps."""

    def save(ready_made: str = "pm_card_visa") -> str:
        return client.v1.payment_methods.attach(ready_made, {"customer": customer}).id

    return save


@pytest.fixture
def charge(client: stripe.StripeClient, customer: str, saved_card: Any) -> Any:
    """`charge(amount=1000)`: a payment by a saved card."""

    def pay(ready_made: str = "pm_card_visa", **params: Any) -> Any:
        options = params.pop("options", None)
        defaults = {
            "amount": 1000,
            "currency": "eur",
            "customer": customer,
            "confirm": True,
            "off_session": True,
        }
        method = params.pop("payment_method", None) or saved_card(ready_made)
        return client.v1.payment_intents.create({**defaults, "payment_method": method, **params}, options)

    return pay


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listen() as heard:
        yield heard
