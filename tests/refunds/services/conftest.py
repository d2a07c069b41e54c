"""Whatever a test did to refunds: payments, refunds, lots and the journal tell one story afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.refunds import found


@pytest.fixture(autouse=True)
def _everything_agrees(db: None) -> Iterator[None]:
    yield
    assert found() == []
