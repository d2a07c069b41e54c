"""Examples and lists of codes of payments."""

from __future__ import annotations

from typing import Any

from wallets.api.examples import AMOUNT_CODES, money

ID = "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b22"
LINE: dict[str, Any] = {
    "reference": "1",
    "description": "Teapot",
    "product": "teapot",
    "category": "kitchen",
    "quantity": 2,
    "amount": money("25.00"),
}
QUOTE: dict[str, Any] = {"customer": "shop-4711", "total": money("30.00"), "lines": [LINE]}
PAYMENT: dict[str, Any] = {
    **QUOTE,
    "order_reference": "A-1000042",
    "return_url": "https://shop.example/orders/A-1000042?payment={payment}",
}
QUOTED: dict[str, Any] = {
    "total": money("30.00"),
    "tenders": [
        {"kind": "reward", "amount": money("3.00")},
        {"kind": "wallet", "amount": money("20.00")},
        {"kind": "card", "amount": money("7.00")},
    ],
    "reward_cap": {
        "amount": money("3.00"),
        "reason": "percent",
        "eligible": money("30.00"),
        "excluded": money("0.00"),
    },
    "reward_available": money("8.00"),
    "reward_after": money("5.00"),
    "wallet_available": money("20.00"),
    "wallet_after": money("0.00"),
    "card": money("7.00"),
    "note": "",
}


def _tender(kind: str, amount: str, status: str) -> dict[str, Any]:
    nothing = money("0.00")
    return {
        "kind": kind,
        "status": status,
        "amount": money(amount),
        "captured": nothing,
        "refunded": nothing,
    }


PAID: dict[str, Any] = {
    "id": ID,
    "customer": "shop-4711",
    "order_reference": "A-1000042",
    "status": "waiting",
    "total": money("30.00"),
    "captured": money("0.00"),
    "refunded": money("0.00"),
    "tenders": [
        _tender("reward", "3.00", "held"),
        _tender("wallet", "20.00", "held"),
        _tender("card", "7.00", "waiting"),
    ],
    "card": {"checkout_url": "https://checkout.stripe.com/c/pay/cs_test_a1", "failure": ""},
    "failure": "",
    "created_at": "2026-11-26T09:30:00Z",
    "settled_at": None,
}
QUOTE_CODES = ("not_found", "insufficient_funds", "currency_mismatch", *AMOUNT_CODES)
PAYMENT_CODES = (*QUOTE_CODES, "wallet_frozen", "card_not_usable", "invalid_state", "return_host_not_allowed")
