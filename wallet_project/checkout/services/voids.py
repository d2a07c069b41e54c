"""Calling a payment off."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wallet_project.checkout.enums import PaymentStatus
from wallet_project.checkout.exceptions import PaymentNotOpen
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services.endings import end_unpaid
from wallet_project.checkout.services.settlement import settle_payment


def void_payment(*, payment_id: UUID, reason: str) -> Payment:
    """Call a payment off: close it at the gateway, then release what was held and tell the order.

    If the customer was faster and has paid, the payment is settled instead: captured if the order
    takes it, otherwise rescued to the wallet. What is held is released also while a bank is at work:
    if it pays after all, that is rescued. While the gateway can't be reached the payment stays open
    and the reconciler goes on. Raises `NotFound`, and `PaymentNotOpen` once it is captured: money
    goes back by a refund. Safe to repeat.
    """
    payment = begin_void(payment_id=payment_id, reason=reason)
    if payment.is_open:
        payment = settle_payment(payment_id=payment_id)
    if payment.is_captured:
        raise PaymentNotOpen(payment.status)
    return payment


def begin_void(*, payment_id: UUID, reason: str) -> Payment:
    """Note that a payment is called off, for good; without a card part that is all there is to do. One
    that it answers with as open is closed at the gateway by `settle_payment`, after the commit. What
    has ended, or is captured, stays as it is. Raises `NotFound`. Safe to repeat."""
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if not payment.is_open:
            return payment
        payment.void_reason = payment.void_reason or reason[:300] or "-"
        payment.save(update_fields=["void_reason"])
        if payment.card_tender is None:
            end_unpaid(payment, PaymentStatus.VOIDED, payment.void_reason)
        return payment
