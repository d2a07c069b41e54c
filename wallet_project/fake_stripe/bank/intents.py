"""PaymentIntents as objects: made, saved and canceled. What moves money is in `payments`."""

from __future__ import annotations

import secrets
from typing import Any

from wallet_project.fake_stripe.knobs import timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id
from wallet_project.fake_stripe.webhooks.events import emit

CANCELABLE = ("requires_payment_method", "requires_confirmation", "requires_action", "requires_capture")
METHOD_TYPES = ["card", "upi", "netbanking"]


def new_intent(
    *,
    amount: int,
    currency: str,
    customer: str | None,
    description: str = "",
    metadata: dict[str, str] | None = None,
    **more: Any,
) -> Doc:
    """A payment that waits for a payment method."""
    identifier = new_id("pi")
    intent: Doc = {
        "id": identifier,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_received": 0,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{identifier}_secret_{secrets.token_hex(8)}",
        "confirmation_method": "automatic",
        "created": timestamp(),
        "currency": currency,
        "customer": customer,
        "description": description or None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": metadata or {},
        "next_action": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_method_types": METHOD_TYPES,
        "processing": None,
        "receipt_email": None,
        "setup_future_usage": None,
        "statement_descriptor": None,
        "status": "requires_payment_method",
    }
    get_store().put(intent | more)
    emit("payment_intent.created", intent | more)
    return intent | more


def save(intent: Doc, event: str) -> Doc:
    """Store the payment and tell what happened to it."""
    get_store().put(intent)
    emit(f"payment_intent.{event}", intent)
    return intent


def mark_canceled(intent: Doc, reason: str | None) -> Doc:
    intent |= {
        "status": "canceled",
        "canceled_at": timestamp(),
        "cancellation_reason": reason,
        "next_action": None,
    }
    return save(intent, "canceled")
