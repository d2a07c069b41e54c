"""What the gateway said of a card tender, written down: all of it in one transaction each."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.exceptions import RewardHoldNotActive
from wallet_project.checkout.enums import PaymentStatus, TenderStatus
from wallet_project.checkout.exceptions import OrderNotPayable
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.services.card_gateway import CERTAIN_AFTER
from wallet_project.checkout.services.endings import complete, end_unpaid, fail, rescue
from wallet_project.core.money import to_minor
from wallets.exceptions import CardNotUsable, HoldNotActive
from wallets.gateways.base import PaymentResult, PaymentState
from wallets.models import GatewayCustomer
from wallets.services import save_card

WAITING = {
    PaymentState.OPEN: (TenderStatus.WAITING, PaymentStatus.WAITING),
    PaymentState.REQUIRES_ACTION: (TenderStatus.WAITING, PaymentStatus.WAITING),
    PaymentState.PROCESSING: (TenderStatus.PROCESSING, PaymentStatus.PROCESSING),
}
# Whatever the gateway says later, these stay.
CARD_SETTLED = (TenderStatus.CAPTURED, TenderStatus.RESCUED, TenderStatus.QUARANTINED)


def apply_result(*, payment_id: UUID, result: PaymentResult) -> Payment:
    """Bring a payment to what the gateway says of its card part. Safe to repeat, in any order.

    Success captures all tenders if the order can take it, else the card's money goes to the
    customer's wallet. Another amount, currency or customer than asked for is quarantined.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        tender = _card_of(payment)
        if tender.status in CARD_SETTLED:
            return payment
        _note(tender, result)
        if result.state in WAITING:
            return _wait(payment, tender, result.state)
        if result.state != PaymentState.SUCCEEDED:
            return _end(payment, tender, result)
        return _succeed(payment, tender, result)


def apply_nothing(*, payment_id: UUID) -> Payment:
    """The gateway knows nothing of the card part, and it is too late to begin it. Safe to repeat."""
    with transaction.atomic():
        payment = lock_payment(payment_id)
        tender = _card_of(payment)
        tender.checked_at = timezone.now()
        if payment.is_open:
            _end_open(payment, _("The card payment could not be started in time. Nothing was taken."))
        elif tender.is_open_at_gateway and _is_certain(payment):
            tender.status = TenderStatus.RELEASED
        tender.save()
        return payment


def refuse_card(*, payment_id: UUID, reason: str) -> Payment:
    """The gateway refused to begin the card part. Safe to repeat.

    The tender stays open at the gateway until a later look has found nothing there.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        tender = _card_of(payment)
        tender.checked_at = timezone.now()
        tender.failure = reason[:300]
        tender.save()
        if payment.is_open:
            _end_open(payment, reason)
        return payment


def _card_of(payment: Payment) -> Tender:
    tender = payment.card_tender
    assert tender is not None
    return tender


def _is_certain(payment: Payment) -> bool:
    return payment.settled_at is not None and timezone.now() - payment.settled_at > CERTAIN_AFTER


def _note(tender: Tender, result: PaymentResult) -> None:
    tender.gateway_session = result.session or tender.gateway_session
    tender.gateway_payment = result.payment or tender.gateway_payment
    tender.method = result.method or tender.method
    if result.card is not None:
        tender.card_brand, tender.card_last4 = result.card.brand, result.card.last4
    tender.redirect_url = result.redirect_url
    tender.failure = result.failure[:300]
    tender.checked_at = timezone.now()
    tender.save()


def _wait(payment: Payment, tender: Tender, state: PaymentState) -> Payment:
    tender.status, status = WAITING[state]
    tender.save()
    if payment.is_open and payment.void_reason and status == PaymentStatus.PROCESSING:
        # Nobody can call back a bank at work: what was held is free now, and late money is rescued.
        end_unpaid(payment, PaymentStatus.VOIDED, payment.void_reason)
    elif payment.is_open:
        payment.status = status
        payment.save()
    return payment


def _end(payment: Payment, tender: Tender, result: PaymentResult) -> Payment:
    tender.status = TenderStatus.FAILED if result.state == PaymentState.FAILED else TenderStatus.RELEASED
    tender.save()
    if payment.is_open:
        _end_open(payment, result.failure or _("The card payment was not completed."))
    return payment


def _end_open(payment: Payment, reason: str) -> None:
    if payment.void_reason:
        end_unpaid(payment, PaymentStatus.VOIDED, payment.void_reason)
    else:
        fail(payment, reason)


def _succeed(payment: Payment, tender: Tender, result: PaymentResult) -> Payment:
    doubt = _doubt(payment, tender, result)
    if doubt:
        return _quarantine(payment, tender, doubt, result.captured)
    _keep_card(payment, tender, result)
    if payment.is_open:
        try:
            complete(payment)
        except (OrderNotPayable, HoldNotActive, RewardHoldNotActive):
            payment = lock_payment(payment.pk)
        else:
            return payment
    rescue(payment, _card_of(payment), _("The order could no longer be paid. The money is in the wallet."))
    return payment


def _doubt(payment: Payment, tender: Tender, result: PaymentResult) -> str:
    """Why this can't be the payment that was asked for; empty if it is."""
    known = GatewayCustomer.objects.filter(customer_id=payment.customer_id).first()
    if str(result.captured.currency) != payment.currency:
        return _("The gateway captured another currency than was asked for.")
    if to_minor(result.captured) != to_minor(tender.amount):
        return _("The gateway captured another amount than was asked for.")
    if known is None or result.gateway_customer != known.reference:
        return _("The gateway says that another customer paid.")
    return ""


def _quarantine(payment: Payment, tender: Tender, doubt: str, captured: Money) -> Payment:
    tender.status = TenderStatus.QUARANTINED
    tender.reported = captured
    tender.failure = doubt
    tender.save()
    payment.failure = doubt
    end_unpaid(payment, PaymentStatus.QUARANTINED, _("The store is checking this payment."))
    return payment


def _keep_card(payment: Payment, tender: Tender, result: PaymentResult) -> None:
    if not (tender.save_card and result.card_saved and result.card is not None):
        return
    try:
        save_card(customer_id=payment.customer_id, card=result.card)
    except CardNotUsable:
        return
