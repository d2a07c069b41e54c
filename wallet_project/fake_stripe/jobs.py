"""What happens later by itself: banks that answer late, pages that expire, disputes, slow refunds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from wallet_project.fake_stripe.knobs import now
from wallet_project.fake_stripe.store import get_store
from wallet_project.fake_stripe.webhooks import delivery

TICK_SECONDS = 0.1
log = logging.getLogger(__name__)
_handlers: dict[str, Callable[[str], None]] = {}


def handles(kind: str) -> Callable[[Callable[[str], None]], Callable[[str], None]]:
    """Register the function that a job of this kind calls with its target's id."""

    def register(handler: Callable[[str], None]) -> Callable[[str], None]:
        _handlers[kind] = handler
        return handler

    return register


def schedule(kind: str, target: str, *, seconds: float) -> None:
    """Do it when the fake's clock has advanced by `seconds`."""
    due = now() + seconds
    get_store().query("INSERT INTO jobs (due, kind, target) VALUES (?, ?, ?)", due, kind, target)


def run_due() -> None:
    """Do everything whose time has come, each in a transaction of its own."""
    store = get_store()
    while True:
        with store.transaction():
            rows = store.query(
                "SELECT id, kind, target FROM jobs WHERE due <= ? ORDER BY due, id LIMIT 1", now()
            )
            if not rows:
                return
            store.query("DELETE FROM jobs WHERE id = ?", rows[0]["id"])
            _handlers[rows[0]["kind"]](rows[0]["target"])


def start_background() -> threading.Event:
    """Run jobs and webhooks from a thread until the returned event is set."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(TICK_SECONDS):
            try:
                run_due()
                delivery.send_due()
            except Exception:
                log.exception("a background step failed")

    delivery.resume_interrupted()
    threading.Thread(target=work, name="background", daemon=True).start()
    return stop
