"""Refunds: asked for, looked at and decided."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from djmoney.money import Money

from refunds.models import Refund
from refunds.services import request_refund
from tests.api_rows import STORE_ONLY, Row, World
from tests.api_rows.payments import a_payment
from tests.support.api import money


def a_refund(world: World) -> Refund:
    """Asked for by the customer: it waits."""
    return request_refund(
        payment_id=a_payment(world).pk, reason="damaged", destination="wallet", key=uuid4().hex,
        requester_id=world.owner.pk, amount=Money("2", "EUR"),
    )  # fmt: skip


def refund(suffix: str = "") -> Any:
    return lambda world: f"/refunds/{a_refund(world).pk}/{suffix}"


def wanted(world: World) -> Any:
    payment = str(a_payment(world).pk)
    return {"payment": payment, "amount": money("1.00"), "reason": "damaged", "destination": "wallet"}


ROWS = {
    "list_refunds": Row(lambda world: "/refunds/", 200, 200, 200),
    "create_refund": Row(lambda world: "/refunds/", 201, 202, 404, wanted),
    "get_refund": Row(refund(), 200, 200, 404),
    "approve_refund": Row(refund("approve/"), 200, STORE_ONLY, STORE_ONLY, lambda world: {}),
    "reject_refund": Row(
        refund("reject/"), 200, STORE_ONLY, STORE_ONLY, lambda world: {"reason": "It came back worn"}
    ),
}
