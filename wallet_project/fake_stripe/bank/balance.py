"""Balance transactions: what every movement left in the store's account, after fees."""

from __future__ import annotations

from wallet_project.fake_stripe import currencies
from wallet_project.fake_stripe.knobs import timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id


def book(kind: str, source: Doc, amount: int, category: str, *, charge_fee: bool = False) -> str:
    """Write one balance transaction for `source` and return its id."""
    cost = currencies.fee(amount, source["currency"]) if charge_fee else 0
    details = {"amount": cost, "currency": source["currency"], "type": "stripe_fee"}
    doc = {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": timestamp(),
        "created": timestamp(),
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": cost,
        "fee_details": [details] if cost else [],
        "net": amount - cost,
        "reporting_category": category,
        "source": source["id"],
        "status": "available",
        "type": kind,
    }
    return str(get_store().put(doc)["id"])
