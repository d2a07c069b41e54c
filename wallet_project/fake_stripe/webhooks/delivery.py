"""Sending webhooks as Stripe signs them, from threads of their own."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from wallet_project.fake_stripe.knobs import Knobs, read_knobs
from wallet_project.fake_stripe.store import get_store
from wallet_project.fake_stripe.webhooks.timing import DELIVERED, GIVEN_UP, HELD, WAITING, pause_after

SENDERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="webhook")
IN_FLIGHT = "sending"


def signature(payload: bytes, secrets: tuple[str, ...], at: int) -> str:
    """The `Stripe-Signature` header: one `v1` for each secret, so that secrets can be rotated."""
    signed = str(at).encode() + b"." + payload
    marks = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])


def send(event: str, knobs: Knobs) -> int:
    """Deliver one event once. Returns the HTTP status, 0 when there was no answer."""
    doc = get_store().get("event", event)
    payload = json.dumps(doc, indent=2).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature(payload, knobs.webhook_secrets, int(time.time())),
    }
    try:
        request = urllib.request.Request(knobs.webhook_url, payload, headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=knobs.webhook_timeout_seconds) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return 0


def send_due() -> None:
    """Hand every delivery whose time has come to the senders."""
    store = get_store()
    with store.transaction():
        due = store.query(
            "SELECT id, event FROM deliveries WHERE state = ? AND due <= ? ORDER BY due, id LIMIT 100",
            WAITING,
            time.time(),
        )
        for row in due:
            store.query("UPDATE deliveries SET state = ? WHERE id = ?", IN_FLIGHT, row["id"])
    for row in due:
        SENDERS.submit(attempt, row["id"], row["event"])


def attempt(delivery: int, event: str) -> int:
    """Send, and note how it went: delivered, to be tried again, or given up."""
    knobs = read_knobs()
    status = send(event, knobs)
    store = get_store()
    with store.transaction():
        rows = store.query("SELECT attempts FROM deliveries WHERE id = ?", delivery)
        attempts = rows[0]["attempts"] + 1 if rows else 1
        state = _state_after(status, attempts, knobs)
        store.query(
            "UPDATE deliveries SET state = ?, attempts = ?, last_status = ?, due = ? WHERE id = ?",
            state,
            attempts,
            status,
            time.time() + pause_after(attempts, knobs),
            delivery,
        )
    return status


def _state_after(status: int, attempts: int, knobs: Knobs) -> str:
    if 200 <= status < 300:
        return DELIVERED
    return WAITING if attempts <= knobs.retries else GIVEN_UP


def resume_interrupted() -> None:
    """After a restart: what was on its way when the last process died goes out again."""
    store = get_store()
    with store.transaction():
        store.query("UPDATE deliveries SET state = ? WHERE state = ?", WAITING, IN_FLIGHT)


def deliver(events: list[str], *, parallel: bool) -> list[int]:
    """Send these events now, in this order or all at once, held or not. Returns the HTTP statuses."""
    knobs = read_knobs()
    release(events)
    if not parallel:
        return [send(event, knobs) for event in events]
    with ThreadPoolExecutor(max_workers=max(1, len(events))) as senders:
        return list(senders.map(lambda event: send(event, knobs), events))


def release(events: list[str]) -> None:
    """Take held deliveries off the shelf, as they are now sent by hand."""
    store = get_store()
    with store.transaction():
        for event in events:
            store.query(
                "UPDATE deliveries SET state = ? WHERE event = ? AND state = ?", DELIVERED, event, HELD
            )


def held_events() -> list[str]:
    """The events on the shelf, oldest first."""
    rows = get_store().query("SELECT DISTINCT event FROM deliveries WHERE state = ? ORDER BY id", HELD)
    return [row["event"] for row in rows]
