"""Asking the gateway how a payment stands, and bringing it there."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.services.card_gateway import (
    consult_gateway,
    may_begin,
    must_close,
)
from wallet_project.checkout.services.results import CARD_SETTLED, apply_nothing, apply_result, refuse_card
from wallet_project.core.exceptions import NotFound
from wallets.gateways.base import GatewayError


def settle_payment(*, payment_id: UUID) -> Payment:
    """Ask the gateway how the card part of a payment stands, and bring the payment there: captured,
    failed, rescued to the wallet, quarantined, or still waiting.

    Webhook, return page and reconciler all call this; whoever comes first settles, once. A payment
    that is called off, has ended or waits for too long is closed at the gateway. A gateway that
    can't be asked leaves everything as it is. Makes calls to the outside: never call it in a
    transaction. Raises `NotFound`. Safe to repeat.
    """
    payment = _settle_once(payment_id)
    tender = payment.card_tender
    if tender is not None and tender.status not in CARD_SETTLED and _was_overtaken(payment, tender):
        return _settle_once(payment_id)
    return payment


def _settle_once(payment_id: UUID) -> Payment:
    payment = get_payment(payment_id)
    tender = payment.card_tender
    if tender is None or tender.status in CARD_SETTLED:
        return payment
    try:
        result = consult_gateway(payment, tender)
    except GatewayError as error:
        return _not_answered(payment, tender, error)
    if result is None:
        return apply_nothing(payment_id=payment_id)
    return apply_result(payment_id=payment_id, result=result)


def _was_overtaken(payment: Payment, tender: Tender) -> bool:
    """Whether the payment ended while its page was being opened: then the page must not stay open."""
    return bool(tender.redirect_url) and tender.is_open_at_gateway and must_close(payment, tender)


def _not_answered(payment: Payment, tender: Tender, error: GatewayError) -> Payment:
    closing = must_close(payment, tender)
    if error.permanent and not tender.is_known_at_gateway and not closing and may_begin(payment):
        return refuse_card(payment_id=payment.pk, reason=error.reason)
    if error.code == "not_found" and closing:
        return apply_nothing(payment_id=payment.pk)
    Tender.objects.filter(pk=tender.pk).update(checked_at=timezone.now())
    return get_payment(payment.pk)


def get_payment(payment_id: UUID) -> Payment:
    """The payment with its tenders. Raises `NotFound`."""
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound(_("payment"))
    return load_tenders(payment)
