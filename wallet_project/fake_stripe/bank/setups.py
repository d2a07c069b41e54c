"""SetupIntents: a card is saved, and no money moves."""

from __future__ import annotations

import secrets
from typing import Any

from wallet_project.fake_stripe import cards
from wallet_project.fake_stripe.bank import methods, sessions
from wallet_project.fake_stripe.cards import Challenge
from wallet_project.fake_stripe.knobs import timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id, public
from wallet_project.fake_stripe.webhooks.events import emit


def challenge_url(base_url: str, identifier: str) -> str:
    """The bank's 3-D Secure page for a payment or a setup."""
    return f"{base_url}/3ds/{identifier}"


def new_setup(*, customer: str | None, metadata: dict[str, str], **more: Any) -> Doc:
    """A setup that waits for a card."""
    identifier = new_id("seti")
    setup: Doc = {
        "id": identifier,
        "object": "setup_intent",
        "cancellation_reason": None,
        "client_secret": f"{identifier}_secret_{secrets.token_hex(8)}",
        "created": timestamp(),
        "customer": customer,
        "description": None,
        "last_setup_error": None,
        "livemode": False,
        "metadata": metadata,
        "next_action": None,
        "payment_method": None,
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
        "usage": "off_session",
        **more,
    }
    get_store().put(setup)
    emit("setup_intent.created", setup)
    return setup


def confirm(setup: Doc, method: Doc, *, base_url: str, return_url: str) -> Doc:
    """Try to save the card; a refusal is a state of the returned setup."""
    setup |= {"payment_method": method["id"], "last_setup_error": None}
    if cards.behavior(method).challenge is Challenge.NEVER:
        return _conclude(setup, method)
    redirect = {"return_url": return_url, "url": challenge_url(base_url, setup["id"])}
    setup |= {
        "status": "requires_action",
        "next_action": {"type": "redirect_to_url", "redirect_to_url": redirect},
    }
    return _save(setup, "requires_action")


def authenticate(setup: Doc, *, approved: bool) -> Doc:
    """The customer answered the bank's 3-D Secure question. Answers only once."""
    if setup["status"] != "requires_action":
        return setup
    method = methods.find_method(setup["payment_method"])
    setup["next_action"] = None
    if approved:
        return _conclude(setup, method)
    code = "setup_intent_authentication_failure"
    return _fail(
        setup, method, {**cards.AUTHENTICATION_FAILED, "type": "invalid_request_error", "code": code}
    )


def _conclude(setup: Doc, method: Doc) -> Doc:
    card = cards.behavior(method)
    if card.decline and not card.setup_succeeds:
        return _fail(setup, method, cards.decline_error(card.decline))
    setup["status"] = "succeeded"
    methods.mark_set_up(method, setup["customer"], setup["usage"])
    _save(setup, "succeeded")
    sessions.note_setup(setup)
    return setup


def _fail(setup: Doc, method: Doc, error: dict[str, Any]) -> Doc:
    setup |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_setup_error": error | {"payment_method": public(method)},
    }
    return _save(setup, "setup_failed")


def _save(setup: Doc, event: str) -> Doc:
    get_store().put(setup)
    emit(f"setup_intent.{event}", setup)
    return setup
