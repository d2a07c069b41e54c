"""Which gateway the store has."""

from __future__ import annotations

from typing import Any

import pytest

from wallet_project.fake_stripe.client import FakeStripe
from wallets.gateways.registry import get_gateway
from wallets.gateways.stripe import StripeGateway


@pytest.fixture(autouse=True)
def _forget() -> Any:
    get_gateway.cache_clear()
    yield
    get_gateway.cache_clear()


def test_the_settings_name_the_gateway_and_it_is_made_once(settings: Any, fake: FakeStripe) -> None:
    settings.STRIPE_API_BASE = fake.base_url
    settings.STRIPE_SECRET_KEY = fake.secret_key
    gateway = get_gateway()
    assert isinstance(gateway, StripeGateway)
    assert get_gateway() is gateway
    assert gateway.create_customer(key="k", reference="u1", email="a@shop.test", name="A").startswith("cus_")


@pytest.mark.parametrize(
    ("key", "livemode"),
    [("sk_test_x", False), ("sk_live_x", True), ("rk_live_x", True), ("rk_test_x", False)],
)
def test_the_key_tells_the_mode(settings: Any, key: str, livemode: bool) -> None:
    settings.STRIPE_SECRET_KEY = key
    settings.STRIPE_API_BASE = None
    gateway = get_gateway()
    assert isinstance(gateway, StripeGateway)
    assert gateway._settings.livemode is livemode
