"""What a top-up asks the gateway. Every call uses the key that its row was stored with."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wallet_project.core.db import require_no_transaction
from wallets.gateways.base import ChargeRequest, CheckoutRequest, Gateway, GatewayError, PaymentResult
from wallets.gateways.registry import get_gateway
from wallets.models import TopUp
from wallets.services.cards import ensure_gateway_customer

# Nobody expects a payment later than this after asking for it. It is far within the 24 hours for which
# Stripe remembers a key (docs.stripe.com/api/idempotent_requests), so a key never charges twice.
BEGIN_WITHIN = timedelta(minutes=30)


def ask_gateway(top_up: TopUp) -> PaymentResult:
    """How the payment behind a top-up stands; begins it where that has not happened yet.

    What could not begin in time is looked for at the gateway, in case that only its answer was lost,
    and never begun. Raises `GatewayError`, for good if the gateway knows nothing of it. Safe to repeat.
    """
    require_no_transaction()
    gateway = get_gateway()
    if top_up.gateway_session:
        return gateway.fetch_checkout(top_up.gateway_session)
    if top_up.gateway_payment:
        return gateway.fetch_payment(top_up.gateway_payment)
    return _begin(gateway, top_up)


def close_page(top_up: TopUp) -> PaymentResult:
    """Close the payment page, or cancel a payment that waits for 3-D Secure. Raises `GatewayError`."""
    require_no_transaction()
    gateway = get_gateway()
    if top_up.gateway_session:
        return gateway.expire_checkout(top_up.gateway_session)
    return gateway.cancel_payment(top_up.gateway_payment)


def _begin(gateway: Gateway, top_up: TopUp) -> PaymentResult:
    customer = ensure_gateway_customer(customer_id=top_up.wallet.customer_id)
    if timezone.now() - top_up.created_at > BEGIN_WITHIN:
        found = gateway.find_payment(gateway_customer=customer, metadata={"top_up": str(top_up.pk)})
        if found is None:
            raise GatewayError("not_found", _("The payment could not begin in time."), permanent=True)
        return found
    if top_up.saved_card is not None:
        return gateway.charge_saved_card(_charge(top_up, customer))
    return gateway.create_checkout(_page(top_up, customer))


def _page(top_up: TopUp, customer: str) -> CheckoutRequest:
    return CheckoutRequest(
        key=top_up.gateway_key,
        amount=top_up.money,
        gateway_customer=customer,
        description=_description(),
        success_url=top_up.success_url,
        cancel_url=top_up.cancel_url,
        metadata=_metadata(top_up),
        save_card=top_up.save_card,
        requested_at=top_up.created_at,
    )


def _charge(top_up: TopUp, customer: str) -> ChargeRequest:
    card = top_up.saved_card
    assert card is not None
    return ChargeRequest(
        key=top_up.gateway_key,
        amount=top_up.money,
        gateway_customer=customer,
        payment_method=card.payment_method,
        description=_description(),
        metadata=_metadata(top_up),
        return_url=top_up.success_url,
    )


def _description() -> str:
    """In the store's language whoever asks: a gateway refuses a key that returns with other words."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Money for your wallet")


def _metadata(top_up: TopUp) -> dict[str, str]:
    return {"purpose": "top_up", "top_up": str(top_up.pk)}
