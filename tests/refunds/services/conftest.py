"""Whatever a test did to refunds: payments, refunds, lots and the journal tell one story afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.refunds import everything_agrees


@pytest.fixture(autouse=True)
def _everything_agrees(db: None) -> Iterator[None]:
    yield
    everything_agrees()
