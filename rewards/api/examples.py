"""Examples that several operations share."""

from __future__ import annotations

from typing import Any

from wallets.api.examples import money

CUSTOMER = "shop-4711"
REWARD_WALLET: dict[str, Any] = {
    "id": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b12",
    "customer": CUSTOMER,
    "currency": "EUR",
    "balance": money("12.00"),
    "held": money("2.00"),
    "available": money("10.00"),
    "pending": money("3.50"),
    "expiring": {"amount": money("4.00"), "at": "2026-12-31T23:00:00Z"},
}
CREDIT: dict[str, Any] = {
    "amount": money("10.00"),
    "reason": "promotion",
    "customer_note": "Welcome back!",
    "expires_at": "2027-01-31T23:00:00Z",
}
DEBIT: dict[str, Any] = {"amount": money("10.00"), "reason": "correction", "note": "Credited twice"}
POINTS: dict[str, Any] = {
    "id": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b13",
    "customer": CUSTOMER,
    "balance": 1250,
    "held": 0,
    "available": 1250,
    "pending": 80,
    "expiring": {"points": 200, "at": "2026-12-31T23:00:00Z"},
}
POINTS_CREDIT: dict[str, Any] = {"points": 500, "reason": "promotion", "customer_note": "Welcome back!"}
POINTS_DEBIT: dict[str, Any] = {"points": 500, "reason": "correction", "note": "Credited twice"}
QUOTE: dict[str, Any] = {"customer": CUSTOMER, "points": 1000}
QUOTED: dict[str, Any] = {
    "points": 1000,
    "value": money("10.00"),
    "kept": 250,
    "target": "wallet",
    "wallet": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b11",
}
CONVERSION: dict[str, Any] = {**QUOTE, "value": money("10.00")}
PURCHASE: dict[str, Any] = {
    "customer": CUSTOMER,
    "kind": "purchase",
    "reference": "1000042",
    "amount": money("80.00"),
    "lines": [{"amount": money("74.00"), "product": "moka-pot", "category": "coffee", "quantity": 2}],
    "available_at": "2027-01-31T23:00:00Z",
}
REVIEW: dict[str, Any] = {"customer": CUSTOMER, "kind": "review", "reference": "review:815"}
VOUCHER: dict[str, Any] = {
    "customer": CUSTOMER,
    "code": "KQ7M-2XPA-9TRD",
    "lines": [{"amount": money("74.00"), "product": "moka-pot", "category": "coffee", "quantity": 2}],
}
CARD: dict[str, Any] = {
    "customer": CUSTOMER,
    "game": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b14",
    "reason": "For your tenth order",
    "reference": "1000042",
}
