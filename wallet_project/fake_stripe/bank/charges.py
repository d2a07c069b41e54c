"""Charges: each attempt of a payment to take money."""

from __future__ import annotations

from typing import Any

from wallet_project.fake_stripe.bank import balance
from wallet_project.fake_stripe.knobs import timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id
from wallet_project.fake_stripe.webhooks.events import emit


def open_charge(intent: Doc, method: Doc, status: str, error: dict[str, Any] | None = None) -> Doc:
    """A charge of a payment: `succeeded`, `pending` or `failed`."""
    charge: Doc = {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "captured": False,
        "created": timestamp(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "dispute": None,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": error and error["code"],
        "failure_message": error and error["message"],
        "livemode": False,
        "metadata": intent["metadata"],
        "outcome": _outcome(status, error),
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: method[method["type"]]},
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "statement_descriptor": intent["statement_descriptor"],
        "status": status,
    }
    intent["latest_charge"] = charge["id"]
    if status == "succeeded":
        return collect(charge)
    get_store().put(charge)
    emit(f"charge.{status}", charge)
    return charge


def _outcome(status: str, error: dict[str, Any] | None) -> dict[str, Any]:
    if error:
        reason = error.get("decline_code") or error["code"]
        return {"type": "issuer_declined", "reason": reason, "network_status": "declined_by_network"}
    kind = "authorized" if status == "succeeded" else "pending"
    return {"type": kind, "reason": None, "network_status": "approved_by_network"}


def collect(charge: Doc) -> Doc:
    """The money arrived."""
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
    charge["balance_transaction"] = balance.book(
        "charge", charge, charge["amount"], "charge", charge_fee=True
    )
    get_store().put(charge)
    emit("charge.succeeded", charge)
    return charge


def lose(charge: Doc, error: dict[str, Any]) -> Doc:
    """The bank answered late, and said no."""
    charge |= {"status": "failed", "failure_code": error["code"], "failure_message": error["message"]}
    get_store().put(charge)
    emit("charge.failed", charge)
    return charge


def latest(intent: Doc) -> Doc:
    """The charge that took the payment's money. Raises `resource_missing` when there is none."""
    return get_store().get("charge", intent["latest_charge"] or "", param="payment_intent")
