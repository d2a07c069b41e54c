"""Events: what happened, kept for the events API and queued for delivery."""

from __future__ import annotations

import time
from contextvars import ContextVar

from wallet_project.fake_stripe.knobs import Delivery, Knobs, read_knobs, timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id, public
from wallet_project.fake_stripe.webhooks.timing import first_deliveries

API_VERSION = "2026-10-28.endive"

# The request that caused the events of this thread: (request id, idempotency key).
current_request: ContextVar[tuple[str | None, str | None]] = ContextVar("request", default=(None, None))


def emit(kind: str, doc: Doc, *, previous: Doc | None = None) -> Doc:
    """Record that `kind` happened to `doc`, in the caller's transaction, and queue the webhook."""
    request, key = current_request.get()
    data: Doc = {"object": public(doc)}
    if previous is not None:
        data["previous_attributes"] = previous
    knobs = read_knobs()
    event = get_store().put(
        {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": timestamp(),
            "data": data,
            "livemode": False,
            "pending_webhooks": 1 if knobs.webhook_url else 0,
            "request": {"id": request, "idempotency_key": key},
            "type": kind,
        }
    )
    _queue(event["id"], knobs)
    return event


def _queue(event: str, knobs: Knobs) -> None:
    if not knobs.webhook_url and knobs.delivery is not Delivery.HOLD:
        return
    for state, due in first_deliveries(knobs, time.time()):
        get_store().query("INSERT INTO deliveries (event, state, due) VALUES (?, ?, ?)", event, state, due)
