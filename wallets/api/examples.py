"""Examples and lists of codes that several operations share."""

from __future__ import annotations

from typing import Any

AMOUNT_CODES = ("amount_out_of_range", "too_many_decimals")


def money(amount: str, currency: str = "EUR") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


WALLET: dict[str, Any] = {
    "id": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b11",
    "customer": "shop-4711",
    "currency": "EUR",
    "status": "open",
    "balance": money("62.50"),
    "held": money("12.50"),
    "available": money("50.00"),
}
CREDIT: dict[str, Any] = {
    "amount": money("10.00"),
    "reason": "goodwill",
    "note": "Parcel came late",
    "customer_note": "Sorry for the delay!",
}
DEBIT: dict[str, Any] = {"amount": money("10.00"), "reason": "correction", "note": "Credited twice"}
TOP_UP: dict[str, Any] = {
    "amount": money("50.00"),
    "payment_method": "checkout",
    "return_url": "https://shop.example/wallet?top_up={top_up}",
}
HOLD: dict[str, Any] = {"wallet": WALLET["id"], "amount": money("12.50"), "reference": "1000042"}
TRANSFER: dict[str, Any] = {
    "wallet": WALLET["id"],
    "to_customer": "shop-4712",
    "amount": money("5.00"),
    "note": "For the coffee",
}
