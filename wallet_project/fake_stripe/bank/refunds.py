"""Refunds: never more than was captured, at once or late, and sometimes failing."""

from __future__ import annotations

from wallet_project.fake_stripe import cards
from wallet_project.fake_stripe.bank import balance, methods
from wallet_project.fake_stripe.currencies import format_amount
from wallet_project.fake_stripe.errors import refused
from wallet_project.fake_stripe.jobs import handles, schedule
from wallet_project.fake_stripe.knobs import RefundMode, read_knobs, timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id
from wallet_project.fake_stripe.webhooks.events import emit


def refund(charge: Doc, *, amount: int | None, metadata: dict[str, str], reason: str | None) -> Doc:
    """Give money of a charge back; the whole rest without `amount`."""
    amount = _check(charge, amount)
    doc: Doc = {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": timestamp(),
        "currency": charge["currency"],
        "description": None,
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "status": "pending",
    }
    doc["balance_transaction"] = balance.book("refund", doc, -amount, "refund")
    _count(charge, amount)
    return _decide(doc, charge)


def _check(charge: Doc, amount: int | None) -> int:
    left = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"]:
        raise refused(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", "charge_disputed"
        )
    if left <= 0:
        raise refused(f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    if amount is not None and not 0 < amount <= left:
        asked, rest = (format_amount(value, charge["currency"]) for value in (amount, left))
        raise refused(
            f"Refund amount ({asked}) is greater than unrefunded amount on charge ({rest})", param="amount"
        )
    return left if amount is None else amount


def _count(charge: Doc, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    get_store().put(charge)


def _decide(doc: Doc, charge: Doc) -> Doc:
    method = methods.find_method(charge["payment_method"])
    mode, wanted = read_knobs().refund_mode, cards.behavior(method).refund
    slow = bool(wanted) or method["type"] != "card" or mode is not RefundMode.NORMAL
    if not slow:
        doc["status"] = "succeeded"
    get_store().put(doc)
    emit("refund.created", doc)
    emit("charge.refunded", charge)
    if slow and mode is not RefundMode.PENDING:
        fails = "failed" in (wanted, mode) or mode is RefundMode.FAIL
        schedule("refund_fails" if fails else "refund_succeeds", doc["id"], seconds=read_knobs().late_seconds)
    return doc


def succeed(doc: Doc) -> Doc:
    """A pending refund arrived at the customer's bank."""
    if doc["status"] != "pending":
        raise refused(f"This refund is {doc['status']}, not pending.")
    return _save(doc, {"status": "succeeded"}, "refund.updated")


def fail(doc: Doc) -> Doc:
    """The customer's bank sent the money back, even after success, as happens with closed accounts."""
    if doc["status"] not in ("pending", "succeeded"):
        raise refused(f"This refund has already {doc['status']}.")
    booked = balance.book("refund_failure", doc, doc["amount"], "refund_failure")
    _count(get_store().get("charge", doc["charge"]), -doc["amount"])
    changes = {
        "status": "failed",
        "failure_reason": "expired_or_canceled_card",
        "failure_balance_transaction": booked,
    }
    return _save(doc, changes, "refund.failed")


def _save(doc: Doc, changes: Doc, event: str) -> Doc:
    previous = {"status": doc["status"]}
    doc |= changes
    get_store().put(doc)
    emit(event, doc, previous=previous)
    if event != "refund.updated":
        emit("refund.updated", doc, previous=previous)
    return doc


@handles("refund_succeeds")
def _succeed_when_due(identifier: str) -> None:
    doc = get_store().get("refund", identifier)
    if doc["status"] == "pending":
        succeed(doc)


@handles("refund_fails")
def _fail_when_due(identifier: str) -> None:
    doc = get_store().get("refund", identifier)
    if doc["status"] != "failed":
        fail(doc)
