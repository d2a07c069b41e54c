"""Our requests, as Stripe's parameters. The same request gives the same parameters, whenever it is
made: Stripe refuses a key that comes back with others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from djmoney.money import Money

from wallets.gateways.base import ChargeRequest, CheckoutRequest, SetupRequest
from wallets.gateways.stripe.money import to_minor
from wallets.gateways.stripe.results import PAYMENT_EXPANSIONS

if TYPE_CHECKING:
    from stripe import StripeObject
    from stripe.params import PaymentIntentCreateParams, RefundCreateParams
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsPaymentIntentData

# Stripe wants a page to live for 30 minutes from the moment it hears of it, so a request may be on
# its way, and be retried, for this long.
ROOM_FOR_RETRIES = timedelta(minutes=5)


def payment_page(request: CheckoutRequest) -> SessionCreateParams:
    """A hosted page with the account's dynamic payment methods, in exactly our amount: no promotion
    codes, no conversion into the customer's currency."""
    params: SessionCreateParams = {
        "mode": "payment",
        "customer": request.gateway_customer,
        "line_items": [
            {
                "price_data": {
                    "currency": str(request.amount.currency).lower(),
                    "unit_amount": to_minor(request.amount),
                    "product_data": {"name": request.description},
                },
                "quantity": 1,
            }
        ],
        "payment_intent_data": _payment_of(request),
        "metadata": dict(request.metadata),
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "locale": request.locale,
        "adaptive_pricing": {"enabled": False},
        "allow_promotion_codes": False,
    }
    if request.requested_at is not None:
        lifetime = timedelta(minutes=request.expires_in_minutes) + ROOM_FOR_RETRIES
        params["expires_at"] = int((request.requested_at + lifetime).timestamp())
    return params


def _payment_of(request: CheckoutRequest) -> SessionCreateParamsPaymentIntentData:
    data: SessionCreateParamsPaymentIntentData = {
        "description": request.description,
        "metadata": dict(request.metadata),
    }
    if request.save_card:
        data["setup_future_usage"] = "off_session"
    return data


def setup_page(request: SetupRequest) -> SessionCreateParams:
    """A hosted page that keeps a card and takes nothing."""
    return {
        "mode": "setup",
        "customer": request.gateway_customer,
        "currency": request.currency.lower(),
        "allowed_payment_method_types": ["card"],
        "setup_intent_data": {"metadata": dict(request.metadata)},
        "metadata": dict(request.metadata),
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
    }


def saved_card_charge(request: ChargeRequest) -> PaymentIntentCreateParams:
    """A payment confirmed at once; without a way back for the customer, nothing that would need one."""
    params: PaymentIntentCreateParams = {
        "amount": to_minor(request.amount),
        "currency": str(request.amount.currency).lower(),
        "customer": request.gateway_customer,
        "payment_method": request.payment_method,
        "description": request.description,
        "metadata": dict(request.metadata),
        "confirm": True,
        "expand": PAYMENT_EXPANSIONS,
    }
    if request.off_session:
        params["off_session"] = True
    elif request.return_url:
        params["return_url"] = request.return_url
    else:
        params["automatic_payment_methods"] = {"enabled": True, "allow_redirects": "never"}
    return params


def refund(payment: str, amount: Money, metadata: Mapping[str, str]) -> RefundCreateParams:
    """A refund of a part or of all of a payment."""
    return {"payment_intent": payment, "amount": to_minor(amount), "metadata": dict(metadata)}


def contains(metadata: StripeObject | None, wanted: Mapping[str, str]) -> bool:
    """Whether an object's metadata has all that is wanted."""
    values = metadata.to_dict() if metadata is not None else {}
    return all(values.get(name) == value for name, value in wanted.items())
