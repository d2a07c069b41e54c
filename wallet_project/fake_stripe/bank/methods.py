"""Payment methods: made on the hosted page or from Stripe's ready-made ones, kept by a customer."""

from __future__ import annotations

from typing import Any

from wallet_project.fake_stripe import cards
from wallet_project.fake_stripe.errors import refused
from wallet_project.fake_stripe.knobs import timestamp
from wallet_project.fake_stripe.store import Doc, get_store, new_id
from wallet_project.fake_stripe.webhooks.events import emit

USED_UP = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment,"
    " or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times,"
    " you must attach it to a Customer first."
)


def new_card(*, number: str, exp_month: int, exp_year: int, name: str = "") -> Doc:
    """A card as typed into the hosted page."""
    card = {
        "brand": cards.brand_of(number),
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "display_brand": cards.brand_of(number),
        "exp_month": exp_month,
        "exp_year": exp_year,
        "fingerprint": number[-8:],
        "funding": "credit",
        "last4": number[-4:],
        "networks": {"available": [cards.brand_of(number)], "preferred": None},
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    return _new("card", card, name=name, _number=number)


def new_bank_method(kind: str, *, outcome: str, name: str = "") -> Doc:
    """UPI or net banking; `outcome` is `now`, `late`, `late_fails`, `never` or `declines`."""
    return _new(kind, {}, name=name, _outcome=outcome)


def _new(kind: str, details: dict[str, Any], *, name: str, **private: Any) -> Doc:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return get_store().put(
        {
            "id": new_id("pm"),
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": {"address": address, "email": None, "name": name or None, "phone": None},
            kind: details,
            "created": timestamp(),
            "customer": None,
            "livemode": False,
            "metadata": {},
            "type": kind,
            **private,
        }
    )


def find_method(identifier: str, *, param: str = "payment_method", status: int = 400) -> Doc:
    """The payment method; a ready-made one becomes a new one of its own, as in Stripe's test mode."""
    if identifier in cards.READY_MADE:
        return new_card(number=cards.READY_MADE[identifier], exp_month=12, exp_year=2034)
    return get_store().get("payment_method", identifier, param=param, status=status)


def attach(method: Doc, customer: str) -> Doc:
    """Keep a method for a customer. Raises when it was given up before or is another's."""
    if method["customer"] == customer:
        return method
    if method["customer"] or method.get("_detached"):
        raise refused(USED_UP, "payment_method_unexpected_state")
    method["customer"] = customer
    get_store().put(method)
    emit("payment_method.attached", method)
    return method


def detach(method: Doc) -> Doc:
    """Forget a method for good."""
    if not method["customer"]:
        raise refused(
            "The payment method you provided is not attached to a customer so detachment is impossible.",
            "payment_method_unexpected_state",
        )
    previous = {"customer": method["customer"]}
    method |= {"customer": None, "_detached": True}
    get_store().put(method)
    emit("payment_method.detached", method, previous=previous)
    return method


def mark_set_up(method: Doc, customer: str | None, usage: str | None) -> None:
    """After a payment or a setup page that saves: keep the method and remember the bank's consent."""
    if not (customer and usage) or method["type"] != "card":
        return
    method |= {"_set_up": True, "allow_redisplay": "limited"}
    get_store().put(attach(method, customer))
