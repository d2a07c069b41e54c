"""Idempotency keys, as Stripe keeps them. https://docs.stripe.com/api/idempotent_requests

The first answer to a key is kept for 24 hours, declines and errors 500 included, unless the request was
refused before it began. Another request with the key is refused; the same one at the same time conflicts.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from wallet_project.fake_stripe.errors import ApiError
from wallet_project.fake_stripe.knobs import now
from wallet_project.fake_stripe.store import get_store

KEEP_SECONDS = 24 * 3600
_lock = threading.Lock()
_in_flight: set[str] = set()


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    status: int
    body: dict[str, Any]
    request_id: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request under one key."""

    key: str
    endpoint: str
    fingerprint: str


def attempt_of(key: str, method: str, path: str, params: dict[str, Any]) -> Attempt:
    """Raises when the key is longer than 255 characters."""
    if len(key) > 255:
        message = "Idempotency keys may be up to 255 characters long."
        raise ApiError(400, {"type": "invalid_request_error", "message": message})
    told = json.dumps(params, sort_keys=True).encode()
    return Attempt(key, f"{method} {path}", hashlib.sha256(told).hexdigest())


@contextmanager
def claim(attempt: Attempt) -> Iterator[SavedAnswer | None]:
    """Hold the key while the request runs. Gives the kept answer if there is one; raises the
    conflict when the key is held by another thread, and the refusal when it belongs to another request."""
    with _lock:
        if attempt.key in _in_flight:
            raise _conflict(attempt.key)
        _in_flight.add(attempt.key)
    try:
        yield _saved(attempt)
    finally:
        with _lock:
            _in_flight.discard(attempt.key)


def _saved(attempt: Attempt) -> SavedAnswer | None:
    store = get_store()
    store.query("DELETE FROM saved_answers WHERE saved_at < ?", now() - KEEP_SECONDS)
    rows = store.query("SELECT * FROM saved_answers WHERE key = ?", attempt.key)
    if not rows:
        return None
    row = rows[0]
    if row["endpoint"] != attempt.endpoint:
        raise _mismatch(f"for the same endpoint they were first used for ('{row['endpoint']}')", attempt.key)
    if row["fingerprint"] != attempt.fingerprint:
        raise _mismatch("with the same parameters they were first used with", attempt.key)
    return SavedAnswer(row["status"], json.loads(row["body"]), row["request_id"])


def keep(attempt: Attempt, answer: SavedAnswer) -> None:
    """Remember the first answer, in the transaction of what it did."""
    get_store().query(
        "INSERT INTO saved_answers (key, fingerprint, endpoint, status, body, request_id, saved_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        attempt.key,
        attempt.fingerprint,
        attempt.endpoint,
        answer.status,
        json.dumps(answer.body),
        answer.request_id,
        now(),
    )


def _mismatch(rule: str, key: str) -> ApiError:
    message = (
        f"Keys for idempotent requests can only be used {rule}."
        f" Try using a key other than '{key}' if you meant to execute a different request."
    )
    return ApiError(400, {"type": "idempotency_error", "message": message}, Stripe_Should_Retry="false")


def _conflict(key: str) -> ApiError:
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably means you"
        f" submitted twice, and the other request is still going through): {key}. Please try again later."
    )
    error = {"type": "idempotency_error", "code": "idempotency_key_in_use", "message": message}
    return ApiError(409, error, Stripe_Should_Retry="true")
