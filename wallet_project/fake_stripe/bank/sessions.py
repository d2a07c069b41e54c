"""Hosted pages: what a payment or a setup does to the page it was made on, and how a page ends."""

from __future__ import annotations

from wallet_project.fake_stripe.bank import intents
from wallet_project.fake_stripe.errors import refused
from wallet_project.fake_stripe.jobs import handles
from wallet_project.fake_stripe.store import Doc, get_store
from wallet_project.fake_stripe.webhooks.events import emit


def note_payment(intent: Doc) -> None:
    """The page is done: paid, or unpaid while the bank takes its time."""
    paid = intent["status"] == "succeeded"
    _complete(intent.get("_session"), "paid" if paid else "unpaid")


def note_setup(setup: Doc) -> None:
    _complete(setup.get("_session"), "no_payment_required")


def note_settlement(intent: Doc) -> None:
    """The bank answered after the page was done."""
    session = _find(intent.get("_session"))
    if session is None:
        return
    succeeded = intent["status"] == "succeeded"
    session["payment_status"] = "paid" if succeeded else "unpaid"
    _save(session, "async_payment_succeeded" if succeeded else "async_payment_failed")


def _complete(identifier: str | None, payment_status: str) -> None:
    session = _find(identifier)
    if session is None:
        return
    session |= {"status": "complete", "payment_status": payment_status, "url": None}
    _save(session, "completed")


def _find(identifier: str | None) -> Doc | None:
    return get_store().get("checkout.session", identifier) if identifier else None


def _save(session: Doc, event: str) -> Doc:
    get_store().put(session)
    emit(f"checkout.session.{event}", session)
    return session


def expire(session: Doc) -> Doc:
    """Close a page, and the payment that was tried on it. Raises unless the page is open."""
    if session["status"] != "open":
        raise refused(
            'Only Checkout Sessions with a status in ["open"] can be expired.'
            f" This Checkout Session has a status of `{session['status']}`."
        )
    session |= {"status": "expired", "url": None}
    if session["payment_intent"]:
        intent = get_store().get("payment_intent", session["payment_intent"])
        intents.mark_canceled(intent, "automatic")
    return _save(session, "expired")


@handles("expire_session")
def _expire_when_due(identifier: str) -> None:
    session = get_store().get("checkout.session", identifier)
    if session["status"] == "open":
        expire(session)


def success_address(session: Doc) -> str:
    """Where the page sends the customer after success."""
    address: str = session["success_url"]
    return address.replace("{CHECKOUT_SESSION_ID}", session["id"])
