"""Card payments that the gateway told us other things of than were asked for: a person decides."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wallet_project.checkout.enums import PaymentStatus
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services.endings import rescue
from wallet_project.core.exceptions import InvalidState
from wallet_project.core.money import require_currency
from wallets.services import require_may_decide


def credit_quarantined_payment(*, payment_id: UUID, actor_id: int) -> Payment:
    """Put into the customer's wallet what the gateway really captured for a quarantined payment, and
    tell them. The order has ended; it is not revived.

    `actor_id` needs `wallets.adjust_wallet_unlimited`, and the payment must be another person's.
    Raises `NotFound`, `AdjustmentNotAllowed`, `InvalidState` unless it is quarantined,
    `CurrencyMismatch` for a capture in another currency than the order's. Safe to repeat.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        require_may_decide(actor_id=actor_id, customer_id=payment.customer_id)
        if payment.status == PaymentStatus.RESCUED:
            return payment
        tender = payment.card_tender
        if payment.status != PaymentStatus.QUARANTINED or tender is None or tender.reported_money is None:
            raise InvalidState(_("This payment is not waiting for a decision."), state=payment.status)
        require_currency(tender.reported_money, payment.currency)
        reason = _("The store has checked this payment. The money is in the wallet.")
        rescue(payment, tender, reason, actor_id=actor_id)
        return payment
