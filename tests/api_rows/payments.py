"""Payments: quoted, made, looked at, captured and called off."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from djmoney.money import Money

from tests.api_rows import STORE_ONLY, Row, World
from tests.support.api import money
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import PaymentRequest, begin_payment
from wallet_project.core.api.callers import reference_of


def a_payment(world: World, *, capture: bool = True) -> Payment:
    """Of an order that another storefront keeps."""
    request = PaymentRequest(
        customer_id=world.owner.pk, order_reference=uuid4().hex[:8], total=Money("5.00", "EUR"),
        wallet_amount=None, reward_amount=None, lines=(), has_coupon=False, saved_card_id=None,
        save_card=False, capture=capture, key=uuid4().hex, return_url="", cancel_url="",
        is_external=True, takes_card=False,
    )  # fmt: skip
    with transaction.atomic():
        return begin_payment(request=request)


def held(suffix: str) -> Any:
    return lambda world: f"/payments/{a_payment(world, capture=False).pk}/{suffix}"


def quote(world: World) -> Any:
    return {"customer": reference_of(world.owner), "total": money("5.00")}


def payment(world: World) -> Any:
    return {**quote(world), "order_reference": uuid4().hex}


ROWS = {
    "quote_payment": Row(lambda world: "/payments/quote/", 200, 200, 404, quote),
    "list_payments": Row(lambda world: "/payments/", 200, 200, 200),
    "create_payment": Row(lambda world: "/payments/", 201, STORE_ONLY, STORE_ONLY, payment),
    "get_payment": Row(lambda world: f"/payments/{a_payment(world).pk}/", 200, 200, 404),
    "capture_payment": Row(held("capture/"), 200, STORE_ONLY, STORE_ONLY, lambda world: {}),
    "void_payment": Row(held("void/"), 200, STORE_ONLY, STORE_ONLY, lambda world: {}),
}
