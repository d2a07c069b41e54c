"""Examples of refunds."""

from __future__ import annotations

from typing import Any

from wallet_project.checkout.api.examples import ID, PAID
from wallets.api.examples import money

REFUND: dict[str, Any] = {
    "payment": ID,
    "amount": money("5.00"),
    "reason": "damaged",
    "destination": "wallet",
}
REFUNDED: dict[str, Any] = {
    "id": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b33",
    "payment": ID,
    "order_reference": "A-1000042",
    "customer": "shop-4711",
    "status": "done",
    "approval_required": False,
    "amount": money("5.00"),
    "fee": money("0.00"),
    "bonus": money("0.00"),
    "reason": "damaged",
    "destination": "wallet",
    "parts": [
        {
            "tender": "wallet",
            "target": "wallet",
            "status": "done",
            "amount": money("5.00"),
            "fee": money("0.00"),
            "bonus": money("0.00"),
            "failure": "",
        }
    ],
    "lines": [],
    "customer_note": "",
    "decision_note": "",
    "failure": "",
    "created_at": "2026-11-26T09:30:00Z",
    "expires_at": None,
    "decided_at": "2026-11-26T09:30:00Z",
    "settled_at": "2026-11-26T09:30:00Z",
}
PAYMENT: dict[str, Any] = {
    **PAID,
    "lines": [],
    "refunds": [],
    "refundable": {"amount": money("0.00"), "tenders": []},
}
