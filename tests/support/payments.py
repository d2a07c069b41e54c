"""Payments as another storefront asks for them over the API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.support.api import Api, money
from wallet_project.checkout.models import Payment
from wallet_project.core.api.callers import reference_of
from wallets.ledger.models import JournalEntry
from wallets.models import Hold, Wallet

RETURN_URL = "https://other.test/orders?payment={payment}"


def order(wallet: Wallet, total: str = "20.00", **fields: Any) -> dict[str, Any]:
    """The body of a payment of an order by the wallet's customer; without `return_url` no card pays."""
    return {
        "customer": reference_of(wallet.customer),
        "order_reference": fields.pop("order_reference", uuid4().hex[:8]),
        "total": money(total, wallet.currency),
        **fields,
    }


def make_held(api: Api, wallet: Wallet, total: str = "20.00") -> str:
    """The id of a payment that is held and waits for its capture."""
    answer = api.post("/payments/", order(wallet, total, capture=False))
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def make_captured(api: Api, wallet: Wallet, total: str = "20.00", **fields: Any) -> str:
    """The id of a payment that the wallet paid."""
    answer = api.post("/payments/", order(wallet, total, **fields))
    assert (answer.status_code, answer.json()["status"]) == (201, "captured"), answer.content
    return str(answer.json()["id"])


def everything() -> tuple[Any, ...]:
    """What must be the same before and after a refusal."""
    payments = Payment.objects.order_by("pk").values_list("pk", "status", "captured", "refunded")
    holds = Hold.objects.order_by("pk").values_list("pk", "status", "captured")
    return JournalEntry.objects.count(), list(payments), list(holds)
