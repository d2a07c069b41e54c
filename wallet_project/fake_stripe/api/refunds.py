"""/v1/refunds"""

from __future__ import annotations

from wallet_project.fake_stripe.api.lists import only, page
from wallet_project.fake_stripe.bank import charges, refunds
from wallet_project.fake_stripe.errors import invalid_parameter, refused
from wallet_project.fake_stripe.params import Params
from wallet_project.fake_stripe.store import Doc, get_store

REASONS = ("", "duplicate", "fraudulent", "requested_by_customer")


def create(params: Params) -> Doc:
    amount, metadata = params.integer("amount"), params.metadata()
    reason = params.choice("reason", REASONS)
    charge = _charge(params)
    params.refuse_unknown()
    if amount is not None and amount < 1:
        raise invalid_parameter("Invalid positive integer", "amount", "parameter_invalid_integer")
    return refunds.refund(charge, amount=amount, metadata=metadata, reason=reason or None)


def _charge(params: Params) -> Doc:
    identifier, payment = params.text("charge"), params.text("payment_intent")
    if bool(identifier) == bool(payment):
        raise invalid_parameter("You must pass either charge or payment_intent.", "charge")
    if identifier:
        return get_store().get("charge", identifier, param="charge")
    intent = get_store().get("payment_intent", payment, param="payment_intent")
    if intent["status"] != "succeeded":
        message = f"This PaymentIntent ({payment}) does not have a successful charge to refund."
        raise refused(message, "payment_intent_unexpected_state", "payment_intent")
    return charges.latest(intent)


def retrieve(params: Params, *, refund: str) -> Doc:
    params.refuse_unknown()
    return get_store().get("refund", refund, status=404)


def listed(params: Params) -> Doc:
    payment = params.text("payment_intent")
    filters = {"payment_intent": payment} if payment else {}
    docs = only(get_store().newest("refund", **filters), charge=params.text("charge"))
    return page(params, docs, "/v1/refunds")
