"""Customers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.api_rows import STORE_ONLY, Row, World


def somebody_new(world: World) -> Any:
    return {"reference": uuid4().hex, "email": f"{uuid4().hex}@example.com"}


ROWS = {
    "list_customers": Row(lambda world: "/customers/", 200, 200, 200),
    "ensure_customer": Row(lambda world: "/customers/", 201, STORE_ONLY, STORE_ONLY, somebody_new),
}
