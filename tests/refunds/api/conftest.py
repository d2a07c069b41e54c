"""Whatever a test did over the API: payments, refunds and the journal tell one story afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.api import Api, as_store
from tests.support.refunds import everything_agrees


@pytest.fixture
def store(db: None) -> Iterator[Api]:
    """The store's back end, with a key that may do everything."""
    yield as_store()
    everything_agrees()


@pytest.fixture(autouse=True)
def order_sides(settings: Any) -> None:
    """The shop's own: they must not be asked about other storefronts' orders."""
    settings.CHECKOUT_ORDERS = "wallet_project.storefront.order_port.StorefrontOrders"
    settings.REFUNDS_ORDERS = "wallet_project.storefront.refund_port.StorefrontOrderLines"
