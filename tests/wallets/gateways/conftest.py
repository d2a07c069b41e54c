"""One fake Stripe for all tests here, empty for each, and the adapter pointed at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from djmoney.money import Money

from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.fake_stripe.process import start_fake_stripe
from wallets.gateways.base import ChargeRequest, CheckoutRequest, PaymentResult, SetupRequest
from wallets.gateways.stripe import StripeGateway, StripeSettings

RETURN_URL = "http://shop.test/back"


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeStripe]:
    with start_fake_stripe() as fake:
        yield fake


@pytest.fixture
def fake(running_fake: FakeStripe) -> FakeStripe:
    running_fake.reset()
    return running_fake


@pytest.fixture
def make_gateway(fake: FakeStripe) -> Any:
    """`make_gateway(timeout_seconds=0.5)`"""

    def make(**changes: Any) -> StripeGateway:
        values = {"secret_key": fake.secret_key, "webhook_secrets": (fake.webhook_secret,)}
        return StripeGateway(StripeSettings(**{**values, "api_base": fake.base_url, **changes}))

    return make


@pytest.fixture
def gateway(make_gateway: Any) -> StripeGateway:
    return make_gateway(max_network_retries=0)


@pytest.fixture
def customer(gateway: StripeGateway) -> str:
    return gateway.create_customer(key="customer", reference="u1", email="jane@shop.test", name="Jane")


@pytest.fixture
def page_request(customer: str) -> Any:
    """`page_request(key="k", amount=Money(5, "EUR"))`: what to ask of `create_checkout`."""

    def make(**changes: Any) -> CheckoutRequest:
        values = {
            "key": "page",
            "amount": Money("12.50", "EUR"),
            "gateway_customer": customer,
            "description": "Top-up of your wallet",
            "success_url": "http://shop.test/done?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://shop.test/canceled",
            "metadata": {"top_up": "1"},
            "requested_at": datetime.now(UTC),
        }
        return CheckoutRequest(**{**values, **changes})

    return make


@pytest.fixture
def open_page(gateway: StripeGateway, page_request: Any) -> Any:
    """`open_page(save_card=True)`: a hosted page that waits."""

    def make(**changes: Any) -> PaymentResult:
        return gateway.create_checkout(page_request(**changes))

    return make


@pytest.fixture
def save_card(gateway: StripeGateway, customer: str, fake: FakeStripe) -> Any:
    """`save_card("4242...")`: the id of a card saved by a setup page."""

    def save(number: str = "4242424242424242") -> str:
        request = SetupRequest(
            key=f"setup-{number}",
            gateway_customer=customer,
            success_url="http://shop.test/cards",
            cancel_url="http://shop.test/cards",
            metadata={},
        )
        page = gateway.create_setup(request)
        answer = fake.pay(page.redirect_url, card=number)
        if "/3ds/" in answer.location:
            fake.authenticate(answer.location)
        card = gateway.fetch_checkout(page.session).card
        assert card is not None
        return card.payment_method

    return save


@pytest.fixture
def charge_request(customer: str) -> Any:
    """`charge_request(payment_method)`: what to ask of `charge_saved_card`."""

    def make(payment_method: str, **changes: Any) -> ChargeRequest:
        values = {
            "key": "charge",
            "amount": Money("20.00", "EUR"),
            "gateway_customer": customer,
            "payment_method": payment_method,
            "description": "Top-up of your wallet",
            "metadata": {"top_up": "2"},
            "return_url": RETURN_URL,
        }
        return ChargeRequest(**{**values, **changes})

    return make
