"""Disputes: the customer's bank takes a payment back, and perhaps returns it."""

from __future__ import annotations

from wallet_project.fake_stripe import cards
from wallet_project.fake_stripe.bank import balance, methods
from wallet_project.fake_stripe.errors import refused
from wallet_project.fake_stripe.jobs import handles
from wallet_project.fake_stripe.knobs import timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id
from wallet_project.fake_stripe.webhooks.events import emit

RESPONSE_SECONDS = 7 * 24 * 3600


def dispute(charge: Doc, *, reason: str = "fraudulent") -> Doc:
    """Take the charge back, less what was refunded. Raises when it is disputed or unpaid."""
    amount = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"] or not charge["paid"] or amount <= 0:
        raise refused(f"Charge {charge['id']} cannot be disputed.")
    doc: Doc = {
        "id": new_id("dp"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": timestamp(),
        "currency": charge["currency"],
        "evidence": {},
        "evidence_details": {
            "due_by": timestamp() + RESPONSE_SECONDS,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "needs_response",
    }
    charge |= {"disputed": True, "dispute": doc["id"]}
    get_store().put(charge)
    emit("charge.dispute.created", get_store().put(doc))
    return _move(doc, -amount, "dispute", "funds_withdrawn")


def close(doc: Doc, *, won: bool) -> Doc:
    """The bank decides. A won dispute brings the money back."""
    if doc["status"] in ("won", "lost"):
        raise refused("This dispute is already closed.")
    doc["status"] = "won" if won else "lost"
    emit("charge.dispute.closed", get_store().put(doc))
    if won:
        _move(doc, doc["amount"], "dispute_reversal", "funds_reinstated")
    return doc


def _move(doc: Doc, amount: int, category: str, event: str) -> Doc:
    transaction = balance.book("adjustment", doc, amount, category)
    doc["balance_transactions"].append(get_store().get("balance_transaction", transaction))
    get_store().put(doc)
    emit(f"charge.dispute.{event}", doc)
    return doc


@handles("dispute")
def _dispute_when_due(identifier: str) -> None:
    charge = get_store().get("charge", identifier)
    if not charge["disputed"] and charge["amount_refunded"] < charge["amount_captured"]:
        dispute(charge, reason=cards.behavior(methods.find_method(charge["payment_method"])).disputed)
