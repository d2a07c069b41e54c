"""/v1/checkout/sessions"""

from __future__ import annotations

import secrets
from typing import Any

from wallet_project.fake_stripe import currencies
from wallet_project.fake_stripe.api.lists import only, page
from wallet_project.fake_stripe.bank import intents, sessions
from wallet_project.fake_stripe.bank.setups import new_setup
from wallet_project.fake_stripe.errors import invalid_parameter, missing_parameter
from wallet_project.fake_stripe.jobs import schedule
from wallet_project.fake_stripe.knobs import now, timestamp
from wallet_project.fake_stripe.params import Params
from wallet_project.fake_stripe.store import Doc, get_store, public

SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 3600


def create(params: Params) -> Doc:
    mode = params.choice("mode", ("payment", "setup"), required=True)
    fields = _common(params, mode)
    if mode == "payment":
        fields |= _payment(params)
    else:
        fields |= _setup(params)
    params.refuse_unknown()
    session = _new_session(fields)
    if mode == "setup":
        setup = new_setup(customer=session["customer"], metadata=session["_metadata"], _session=session["id"])
        session["setup_intent"] = setup["id"]
    schedule("expire_session", session["id"], seconds=session["expires_at"] - now())
    return get_store().put(session)


def _common(params: Params, mode: str) -> Doc:
    customer = params.text("customer")
    if customer:
        get_store().get("customer", customer, param="customer")
    params.ignore("adaptive_pricing", "submit_type", "customer_update", "branding_settings", "ui_mode")
    params.ignore("allow_promotion_codes")
    return {
        "mode": mode,
        "customer": customer or None,
        "customer_email": params.text("customer_email") or None,
        "client_reference_id": params.text("client_reference_id", longest=200) or None,
        "success_url": params.url("success_url", required=True),
        "cancel_url": params.url("cancel_url") or None,
        "locale": params.text("locale") or None,
        "metadata": params.metadata(),
        "expires_at": _expiry(params),
        "payment_method_types": _method_types(params, mode),
        "_base_url": params.text("_base_url"),
    }


def _expiry(params: Params) -> int:
    given = params.integer("expires_at")
    if given is None:
        return timestamp() + LONGEST_SECONDS
    if given < now() + SHORTEST_SECONDS:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise invalid_parameter(message, "expires_at")
    if given > now() + LONGEST_SECONDS + 1:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise invalid_parameter(message, "expires_at")
    return given


def _method_types(params: Params, mode: str) -> list[str]:
    """Without a wish all that the account has: Stripe's dynamic payment methods."""
    allowed = params.texts("allowed_payment_method_types")
    offered = intents.METHOD_TYPES if mode == "payment" else ["card"]
    found = [kind for kind in offered if not allowed or kind in allowed]
    if not found:
        raise invalid_parameter(
            "No valid payment method types for this session.", "allowed_payment_method_types"
        )
    return found


def _payment(params: Params) -> Doc:
    items = [_line_item(item) for item in params.items("line_items", required=True)]
    if len({currency for _, currency, _ in items}) > 1:
        raise invalid_parameter("All line items must have the same currency.", "line_items")
    total, currency = sum(amount for amount, _, _ in items), items[0][1]
    currencies.check_amount(total, currency, "line_items")
    params.ignore("currency")
    data = params.nested("payment_intent_data")
    intent = {
        "description": data.text("description"),
        "metadata": data.metadata(),
        "setup_future_usage": data.choice("setup_future_usage", ("", "on_session", "off_session")) or None,
        "receipt_email": data.text("receipt_email") or None,
    }
    names = [name for _, _, name in items]
    return {"amount_total": total, "currency": currency, "_intent": intent, "_names": names}


def _line_item(item: Params) -> tuple[int, str, str]:
    price = item.nested("price_data")
    product = price.nested("product_data")
    name = product.text("name", required=True)
    product.ignore("description", "images", "metadata", "tax_code")
    currency = currencies.check_currency(price.text("currency", required=True), "currency")
    amount = price.integer("unit_amount", required=True) or 0
    quantity = item.integer("quantity", required=True) or 0
    if amount < 0 or quantity < 1:
        raise invalid_parameter("This value must be greater than or equal to 1.", "line_items[0][quantity]")
    return amount * quantity, currency, name


def _setup(params: Params) -> Doc:
    if params.has("line_items"):
        raise invalid_parameter("You can not pass `line_items` in `setup` mode.", "line_items")
    currency = params.text("currency")
    if not currency and not params.has("allowed_payment_method_types"):
        raise missing_parameter("currency")
    data = params.nested("setup_intent_data")
    metadata = data.metadata()
    data.ignore("description")
    return {
        "amount_total": None,
        "currency": currencies.check_currency(currency, "currency") if currency else None,
        "_metadata": metadata,
    }


def _new_session(fields: dict[str, Any]) -> Doc:
    identifier = f"cs_test_{secrets.token_hex(24)}"
    return {
        "id": identifier,
        "object": "checkout.session",
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": fields["amount_total"],
        "automatic_tax": {"enabled": False, "liability": None, "status": None},
        "created": timestamp(),
        "custom_fields": [],
        "customer_details": None,
        "livemode": False,
        "payment_intent": None,
        "payment_method_options": {},
        "payment_status": "unpaid" if fields["mode"] == "payment" else "no_payment_required",
        "setup_intent": None,
        "shipping_options": [],
        "status": "open",
        "subscription": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{fields['_base_url']}/c/pay/{identifier}",
        **fields,
    }


def retrieve(params: Params, *, session: str) -> Doc:
    params.refuse_unknown()
    return get_store().get("checkout.session", session, param="session", status=404)


def listed(params: Params) -> Doc:
    names = ("customer", "payment_intent")
    filters = {name: params.text(name) for name in names if params.has(name)}
    docs = only(get_store().newest("checkout.session", **filters), status=params.text("status"))
    return page(params, docs, "/v1/checkout/sessions")


def expire(params: Params, *, session: str) -> Doc:
    params.refuse_unknown()
    doc = get_store().get("checkout.session", session, param="session", status=404)
    return public(sessions.expire(doc))
