"""What a card tender asks the gateway. Every call uses the key that its row was stored with."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from wallet_project.checkout.enums import PaymentStatus, TenderStatus
from wallet_project.checkout.models import Payment, Tender
from wallet_project.core.db import require_no_transaction
from wallets.gateways.base import ChargeRequest, CheckoutRequest, Gateway, PaymentResult, PaymentState
from wallets.gateways.registry import get_gateway
from wallets.services import ensure_gateway_customer

# The page's end counts from the moment that the key was stored, and Stripe wants it 30 minutes away:
# a payment that has not begun by then never will. It is far within the 24 hours for which Stripe
# remembers a key (docs.stripe.com/api/idempotent_requests), so a key never makes a second payment.
BEGIN_WITHIN = timedelta(minutes=5)
# A page lives for 35 minutes; 3-D Secure by a saved card would wait for ever.
WAIT_AT_MOST = timedelta(minutes=40)
# A call that was on its way when its payment ended may still arrive at the gateway.
CERTAIN_AFTER = timedelta(minutes=10)

WAITS_FOR_CUSTOMER = (PaymentState.OPEN, PaymentState.REQUIRES_ACTION)


def consult_gateway(payment: Payment, tender: Tender) -> PaymentResult | None:
    """How the card part stands. Begins it where that has not happened yet, and closes it where the
    payment is called off, has ended or waits for too long. None: the gateway knows nothing of it.

    Raises `GatewayError`. Safe to repeat.
    """
    require_no_transaction()
    gateway = get_gateway()
    if must_close(payment, tender):
        return _close(gateway, payment, tender)
    if tender.is_known_at_gateway:
        return _fetch(gateway, tender)
    if may_begin(payment):
        return _begin(gateway, payment, tender)
    return _find(gateway, payment, tender)


def must_close(payment: Payment, tender: Tender) -> bool:
    """Whether the customer must not be able to pay any more."""
    if payment.void_reason or not payment.is_open:
        return True
    waits = tender.status != TenderStatus.PROCESSING
    return waits and timezone.now() - payment.created_at > WAIT_AT_MOST


def may_begin(payment: Payment) -> bool:
    young = timezone.now() - payment.created_at < BEGIN_WITHIN
    return payment.status == PaymentStatus.CREATED and young


def _fetch(gateway: Gateway, tender: Tender) -> PaymentResult:
    if tender.gateway_session:
        return gateway.fetch_checkout(tender.gateway_session)
    return gateway.fetch_payment(tender.gateway_payment)


def _close(gateway: Gateway, payment: Payment, tender: Tender) -> PaymentResult | None:
    if tender.is_known_at_gateway:
        return _close_known(gateway, tender.gateway_session, tender.gateway_payment)
    found = _find(gateway, payment, tender)
    if found is None or found.state not in WAITS_FOR_CUSTOMER:
        return found
    return _close_known(gateway, found.session, found.payment)


def _close_known(gateway: Gateway, session: str, payment: str) -> PaymentResult:
    return gateway.expire_checkout(session) if session else gateway.cancel_payment(payment)


def _find(gateway: Gateway, payment: Payment, tender: Tender) -> PaymentResult | None:
    customer = ensure_gateway_customer(customer_id=payment.customer_id)
    return gateway.find_payment(gateway_customer=customer, metadata=_metadata(payment, tender))


def _begin(gateway: Gateway, payment: Payment, tender: Tender) -> PaymentResult:
    customer = ensure_gateway_customer(customer_id=payment.customer_id)
    if tender.saved_card is not None:
        return gateway.charge_saved_card(
            ChargeRequest(
                key=tender.gateway_key,
                amount=tender.money,
                gateway_customer=customer,
                payment_method=tender.saved_card.payment_method,
                description=payment.description,
                metadata=_metadata(payment, tender),
                return_url=payment.return_url,
            )
        )
    return gateway.create_checkout(
        CheckoutRequest(
            key=tender.gateway_key,
            amount=tender.money,
            gateway_customer=customer,
            description=payment.description,
            success_url=payment.return_url,
            cancel_url=payment.cancel_url,
            metadata=_metadata(payment, tender),
            save_card=tender.save_card,
            requested_at=payment.created_at,
        )
    )


def _metadata(payment: Payment, tender: Tender) -> dict[str, str]:
    return {"purpose": "payment", "payment": str(payment.pk), "tender": str(tender.pk)}
