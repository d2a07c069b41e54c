"""Capturing an authorized payment, in full or in part."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from djmoney.money import Money

from wallet_project.checkout.enums import PaymentStatus
from wallet_project.checkout.exceptions import CaptureExceedsAuthorized, CardNotPaidYet, PaymentNotOpen
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services.endings import close, complete
from wallet_project.checkout.services.reserves import capture_reserved, lock_reserved, release
from wallet_project.core.money import require_currency, require_positive, smallest, to_minor, zero


def capture_payment(*, payment_id: UUID, amount: Money | None = None) -> Payment:
    """Take an authorized payment for good, all of it or `amount`; the rest goes back at once.

    Only a capture of the total makes the order paid. Tenders pay in their order, so a part is taken
    from reward money before wallet money. Raises `NotFound`, `AmountError`
    (`CaptureExceedsAuthorized`), `CurrencyMismatch`, `OrderNotPayable`, `CardNotPaidYet`,
    `PaymentNotOpen`; then nothing has moved. Safe to repeat with the same amount.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        wanted = require_positive(payment.money if amount is None else amount)
        require_currency(wanted, payment.currency)
        if payment.is_captured and to_minor(payment.captured) == to_minor(wanted):
            return payment
        _require_authorized(payment)
        if wanted > payment.money:
            raise CaptureExceedsAuthorized(payment.money)
        if wanted == payment.money:
            complete(payment)
        else:
            _capture_part(payment, wanted)
        return payment


def _require_authorized(payment: Payment) -> None:
    if payment.status == PaymentStatus.AUTHORIZED:
        return
    if payment.is_open:
        raise CardNotPaidYet(payment.status)
    raise PaymentNotOpen(payment.status)


def _capture_part(payment: Payment, wanted: Money) -> None:
    lock_reserved(payment)
    rest = wanted
    for tender in payment.tenders.all():
        taken = smallest(rest, tender.money)
        if taken.amount:
            capture_reserved(tender, taken)
        else:
            release(tender)
        rest -= taken
    assert rest == zero(payment.currency)
    close(payment, PaymentStatus.PARTIALLY_CAPTURED, captured=wanted)
