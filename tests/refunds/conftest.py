"""A shop in memory for all tests of refunds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.factories.checkout import Shop
from tests.factories.refunds import Lines


@pytest.fixture(autouse=True)
def _place_of_photos(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def order_lines(settings: Any) -> type[Lines]:
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    settings.REFUNDS_ORDERS = "tests.factories.refunds.Lines"
    Shop.reset()
    Lines.reset()
    return Lines
