"""How a payment goes: confirmed, challenged by 3-D Secure, taken at once, taken late, or declined."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from wallet_project.fake_stripe import cards
from wallet_project.fake_stripe.bank import charges, intents, methods, sessions
from wallet_project.fake_stripe.bank.setups import challenge_url
from wallet_project.fake_stripe.cards import Challenge
from wallet_project.fake_stripe.errors import declined, refused
from wallet_project.fake_stripe.jobs import handles, schedule
from wallet_project.fake_stripe.knobs import read_knobs
from wallet_project.fake_stripe.store import Doc, get_store, public

DISPUTE_AFTER_SECONDS = 1.0
LATE_DECLINE = "payment_method_not_available"


def confirm(
    intent: Doc, method: Doc, *, return_url: str = "", base_url: str = "", off_session: bool = False
) -> Doc:
    """Try to take the money. A decline is a state of the returned payment, not an exception."""
    intent |= {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
    if not _must_authenticate(method):
        return _take(intent, method)
    if off_session:
        return _fail(intent, method, cards.decline_error("authentication_required"))
    intent |= {"status": "requires_action", "_return_url": return_url}
    intent["next_action"] = _next_action(intent, return_url, base_url)
    return intents.save(intent, "requires_action")


def _must_authenticate(method: Doc) -> bool:
    challenge = cards.behavior(method).challenge
    if challenge is Challenge.UNLESS_SET_UP:
        return not method.get("_set_up")
    return challenge is Challenge.ALWAYS


def _next_action(intent: Doc, return_url: str, base_url: str) -> dict[str, Any]:
    if not return_url:
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    redirect = {"return_url": return_url, "url": challenge_url(base_url, intent["id"])}
    return {"type": "redirect_to_url", "redirect_to_url": redirect}


def authenticate(intent: Doc, *, approved: bool) -> Doc:
    """The customer answered the bank's 3-D Secure question. Answers only once."""
    if intent["status"] != "requires_action":
        return intent
    method = methods.find_method(intent["payment_method"])
    intent["next_action"] = None
    if approved:
        return _take(intent, method)
    return _fail(intent, method, {"type": "invalid_request_error", **cards.AUTHENTICATION_FAILED})


def return_address(intent: Doc) -> str:
    """Where 3-D Secure sends the customer, told as Stripe tells it."""
    answers = {
        "payment_intent": intent["id"],
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if intent["status"] in ("succeeded", "processing") else "failed",
    }
    address = intent["_return_url"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(answers)}"


def _take(intent: Doc, method: Doc) -> Doc:
    card = cards.behavior(method)
    outcome = method.get("_outcome", "now")
    if card.decline:
        return _fail(intent, method, cards.decline_error(card.decline))
    if outcome == "declines":
        return _fail(intent, method, cards.decline_error(LATE_DECLINE))
    return _succeed(intent, method) if outcome == "now" else _wait(intent, method)


def _succeed(intent: Doc, method: Doc) -> Doc:
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "processing": None}
    charge = charges.open_charge(intent, method, "succeeded")
    intents.save(intent, "succeeded")
    methods.mark_set_up(method, intent["customer"], intent["setup_future_usage"])
    if cards.behavior(method).disputed:
        schedule("dispute", charge["id"], seconds=DISPUTE_AFTER_SECONDS)
    sessions.note_payment(intent)
    return intent


def _wait(intent: Doc, method: Doc) -> Doc:
    intent |= {"status": "processing", "processing": {"type": method["type"]}}
    charges.open_charge(intent, method, "pending")
    intents.save(intent, "processing")
    sessions.note_payment(intent)
    if method["_outcome"] != "never":
        schedule(f"payment_{method['_outcome']}", intent["id"], seconds=read_knobs().late_seconds)
    return intent


def _fail(intent: Doc, method: Doc, error: dict[str, Any]) -> Doc:
    charge = charges.open_charge(intent, method, "failed", error)
    return _back_to_start(intent, method, error | {"charge": charge["id"]})


def _back_to_start(intent: Doc, method: Doc, error: dict[str, Any]) -> Doc:
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "processing": None,
        "last_payment_error": error | {"payment_method": public(method)},
    }
    return intents.save(intent, "payment_failed")


def settle(intent: Doc, *, succeeded: bool) -> Doc:
    """The bank answers at last. Raises unless the payment waits for it."""
    if intent["status"] != "processing":
        raise refused(f"This PaymentIntent is {intent['status']}, not processing.", _UNEXPECTED)
    method = methods.find_method(intent["payment_method"])
    if succeeded:
        charges.collect(charges.latest(intent))
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "processing": None}
        intents.save(intent, "succeeded")
    else:
        error = cards.decline_error(LATE_DECLINE)
        charge = charges.lose(charges.latest(intent), error)
        _back_to_start(intent, method, error | {"charge": charge["id"]})
    sessions.note_settlement(intent)
    return intent


_UNEXPECTED = "payment_intent_unexpected_state"


def cancel(intent: Doc, reason: str | None = None) -> Doc:
    """Raises when it is too late, or when a hosted page owns the payment."""
    if intent.get("_session") and intent["status"] != "canceled":
        raise refused(
            "You cannot cancel a PaymentIntent created by a Checkout Session. Expire the session instead."
        )
    if intent["status"] not in intents.CANCELABLE:
        message = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
        raise refused(message, _UNEXPECTED, payment_intent=public(intent))
    return intents.mark_canceled(intent, reason)


def raise_if_declined(intent: Doc) -> Doc:
    """The API's answer to a confirmation: 402 with the payment inside when the card was declined."""
    error = intent["last_payment_error"]
    if error:
        raise declined(error | {"payment_intent": public(intent)})
    return intent


@handles("payment_late")
def _settle_late(identifier: str) -> None:
    _settle_if_waiting(identifier, succeeded=True)


@handles("payment_late_fails")
def _settle_late_and_fail(identifier: str) -> None:
    _settle_if_waiting(identifier, succeeded=False)


def _settle_if_waiting(identifier: str, *, succeeded: bool) -> None:
    intent = get_store().get("payment_intent", identifier)
    if intent["status"] == "processing":
        settle(intent, succeeded=succeeded)
