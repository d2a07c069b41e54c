"""/v1/payment_intents"""

from __future__ import annotations

from wallet_project.fake_stripe import currencies
from wallet_project.fake_stripe.api.lists import page
from wallet_project.fake_stripe.bank import intents, methods, payments
from wallet_project.fake_stripe.errors import invalid_parameter, no_such, refused
from wallet_project.fake_stripe.params import Params
from wallet_project.fake_stripe.store import Doc, get_store, public

REASONS = ("", "duplicate", "fraudulent", "requested_by_customer", "abandoned")


def create(params: Params) -> Doc:
    currency = currencies.check_currency(params.text("currency", required=True), "currency")
    amount = currencies.check_amount(params.integer("amount", required=True) or 0, currency, "amount")
    customer = _customer(params)
    fields = {
        "amount": amount,
        "currency": currency,
        "customer": customer,
        "description": params.text("description"),
        "metadata": params.metadata(),
        "setup_future_usage": params.choice("setup_future_usage", ("", "on_session", "off_session")) or None,
        "receipt_email": params.text("receipt_email") or None,
        **_allowed(params),
    }
    confirm_now = params.flag("confirm")
    steps = _Confirmation(params)
    if steps.given and not confirm_now:
        raise invalid_parameter("This parameter can only be used with confirm=true.", steps.given)
    if confirm_now:
        steps.check(fields["automatic_payment_methods"])
    method = _method(steps.method, customer) if steps.method else None
    params.refuse_unknown()
    intent = intents.new_intent(**fields)
    if method is not None and not confirm_now:
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
        return get_store().put(intent)
    return _confirmed(intent, method, steps) if confirm_now else intent


def _customer(params: Params) -> str | None:
    customer = params.text("customer")
    if customer:
        get_store().get("customer", customer, param="customer")
    return customer or None


def _allowed(params: Params) -> Doc:
    """Which methods may pay: all, or those of `allowed_payment_method_types`."""
    automatic = params.nested("automatic_payment_methods")
    redirects = automatic.choice("allow_redirects", ("", "always", "never")) or "always"
    if automatic.choice("enabled", ("", "true", "false"), required=params.has("automatic_payment_methods")):
        pass
    allowed = params.texts("allowed_payment_method_types")
    return {
        "automatic_payment_methods": {"allow_redirects": redirects, "enabled": True},
        "payment_method_types": [kind for kind in intents.METHOD_TYPES if not allowed or kind in allowed],
    }


class _Confirmation:
    """The parameters that confirming takes, alone or while creating."""

    def __init__(self, params: Params) -> None:
        self.method = params.text("payment_method")
        self.return_url = params.url("return_url")
        self.off_session = params.flag("off_session")
        self.base_url = params.text("_base_url")
        params.ignore("use_stripe_sdk", "mandate_data")
        self.given = "off_session" if self.off_session else "return_url" if self.return_url else ""

    def check(self, automatic: Doc) -> None:
        """Stripe wants to know where to send the customer back, unless nobody is there to be sent."""
        redirects = automatic["allow_redirects"] == "always"
        if redirects and not (self.return_url or self.off_session):
            raise invalid_parameter(
                "This PaymentIntent is configured to accept payment methods enabled in your Dashboard."
                " Because some of these payment methods might redirect your customer off of your page,"
                " you must provide a `return_url`.",
                "return_url",
            )


def _method(identifier: str, customer: str | None) -> Doc:
    """A method that may pay for this customer."""
    doc = methods.find_method(identifier)
    if doc["customer"] and doc["customer"] != customer:
        raise invalid_parameter(
            f"The customer does not have a payment method with the ID {identifier}."
            " The payment method must be attached to the customer.",
            "payment_method",
            "resource_missing",
        )
    if doc.get("_detached"):
        raise refused(methods.USED_UP, "payment_method_unexpected_state", "payment_method")
    return doc


def _confirmed(intent: Doc, method: Doc | None, steps: _Confirmation) -> Doc:
    if method is None:
        raise refused(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            "payment_intent_unexpected_state",
            payment_intent=public(intent),
        )
    payments.confirm(
        intent,
        method,
        return_url=steps.return_url,
        base_url=steps.base_url,
        off_session=steps.off_session,
    )
    return payments.raise_if_declined(intent)


def retrieve(params: Params, *, intent: str) -> Doc:
    params.ignore("client_secret")
    params.refuse_unknown()
    return _find(intent)


def _find(identifier: str) -> Doc:
    if not identifier.startswith("pi_"):
        raise no_such("payment_intent", identifier, "intent", 404)
    return get_store().get("payment_intent", identifier, param="intent", status=404)


def listed(params: Params) -> Doc:
    customer = params.text("customer")
    filters = {"customer": customer} if customer else {}
    return page(params, get_store().newest("payment_intent", **filters), "/v1/payment_intents")


def confirm(params: Params, *, intent: str) -> Doc:
    doc = _find(intent)
    steps = _Confirmation(params)
    steps.check(doc["automatic_payment_methods"])
    params.refuse_unknown()
    if doc["status"] not in ("requires_payment_method", "requires_confirmation", "requires_action"):
        message = f"You cannot confirm this PaymentIntent because it has a status of {doc['status']}."
        raise refused(message, "payment_intent_unexpected_state", payment_intent=public(doc))
    identifier = steps.method or doc["payment_method"]
    method = _method(identifier, doc["customer"]) if identifier else None
    return _confirmed(doc, method, steps)


def cancel(params: Params, *, intent: str) -> Doc:
    reason = params.choice("cancellation_reason", REASONS)
    params.refuse_unknown()
    return payments.cancel(_find(intent), reason or None)
