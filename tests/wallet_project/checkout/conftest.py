"""A shop in memory for all tests of the checkout."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.checkout import Shop


@pytest.fixture(autouse=True)
def shop(settings: Any) -> type[Shop]:
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    Shop.reset()
    return Shop
