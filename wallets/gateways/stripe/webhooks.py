"""Webhooks: whose they are, how old, of which mode, and what they tell.

https://docs.stripe.com/webhooks#verify-manually
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from wallets.gateways.base import EventKind, GatewayEvent, WebhookRejected
from wallets.gateways.stripe.configuration import StripeSettings

HEADER = "stripe-signature"

KINDS = {
    "checkout.session.completed": EventKind.PAYMENT,
    "checkout.session.expired": EventKind.PAYMENT,
    "checkout.session.async_payment_succeeded": EventKind.PAYMENT,
    "checkout.session.async_payment_failed": EventKind.PAYMENT,
    "payment_intent.succeeded": EventKind.PAYMENT,
    "payment_intent.payment_failed": EventKind.PAYMENT,
    "payment_intent.processing": EventKind.PAYMENT,
    "payment_intent.requires_action": EventKind.PAYMENT,
    "payment_intent.canceled": EventKind.PAYMENT,
    "refund.created": EventKind.REFUND,
    "refund.updated": EventKind.REFUND,
    "refund.failed": EventKind.REFUND,
    "charge.dispute.created": EventKind.DISPUTE_OPENED,
    "charge.dispute.funds_withdrawn": EventKind.DISPUTE_OPENED,
    "charge.dispute.closed": EventKind.DISPUTE_CLOSED,
    "charge.dispute.funds_reinstated": EventKind.DISPUTE_CLOSED,
    "payment_method.detached": EventKind.CARD_REMOVED,
}
ID_FIELDS = {
    "checkout.session": "session",
    "payment_intent": "payment",
    "refund": "refund",
    "dispute": "dispute",
    "payment_method": "payment_method",
}
LINK_FIELDS = {"payment_intent": "payment", "payment_method": "payment_method"}


def read_event(payload: bytes, headers: Mapping[str, str], settings: StripeSettings) -> GatewayEvent:
    """A verified event. Raises `WebhookRejected`; nothing of the body is looked at before the
    signature holds."""
    _verify(payload, _signature(headers), settings)
    body = _parse(payload)
    if body["livemode"] is not settings.livemode:
        raise WebhookRejected("wrong_mode")
    return _event(body)


def _signature(headers: Mapping[str, str]) -> str:
    found = [value for name, value in headers.items() if name.lower() == HEADER]
    if not found or not found[0]:
        raise WebhookRejected("unsigned")
    return found[0]


def _verify(payload: bytes, signature: str, settings: StripeSettings) -> None:
    if not any(_is_signed_by(secret, payload, signature) for secret in settings.webhook_secrets):
        raise WebhookRejected("bad_signature")
    signed_at = re.search(r"(?:^|,)t=(\d+)", signature)
    age = time.time() - int(signed_at[1]) if signed_at else float("inf")
    if abs(age) > settings.webhook_tolerance_seconds:
        raise WebhookRejected("stale")


def _is_signed_by(secret: str, payload: bytes, signature: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(payload, signature, secret))
    except stripe.SignatureVerificationError:
        return False
    except UnicodeDecodeError:
        raise WebhookRejected("malformed") from None


def _parse(payload: bytes) -> dict[str, Any]:
    try:
        body = json.loads(payload)
    except ValueError:
        raise WebhookRejected("malformed") from None
    if not _is_event(body):
        raise WebhookRejected("malformed")
    return dict(body)


def _is_event(body: Any) -> bool:
    shape = {"id": str, "type": str, "created": int, "livemode": bool, "data": dict}
    if not isinstance(body, dict) or body.get("object") != "event":
        return False
    complete = all(isinstance(body.get(name), kind) for name, kind in shape.items())
    return complete and isinstance(body["data"].get("object"), dict)


def _event(body: dict[str, Any]) -> GatewayEvent:
    told = body["data"]["object"]
    return GatewayEvent(
        id=body["id"],
        type=body["type"],
        kind=_kind(body, told),
        created_at=datetime.fromtimestamp(body["created"], UTC),
        livemode=body["livemode"],
        metadata={str(name): str(value) for name, value in (told.get("metadata") or {}).items()},
        **_ids(told),
    )


def _kind(body: dict[str, Any], told: dict[str, Any]) -> EventKind:
    """`account` is there when the event is of another account that is connected to ours."""
    if body.get("account"):
        return EventKind.IGNORED
    kind = KINDS.get(body["type"], EventKind.IGNORED)
    return EventKind.SETUP if kind is EventKind.PAYMENT and told.get("mode") == "setup" else kind


def _ids(told: dict[str, Any]) -> dict[str, str]:
    fields = {**LINK_FIELDS}
    found = {name: told[link] for link, name in fields.items() if isinstance(told.get(link), str)}
    own = ID_FIELDS.get(str(told.get("object")))
    return found | {own: str(told.get("id", ""))} if own else found
