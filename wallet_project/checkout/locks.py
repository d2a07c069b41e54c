"""The row lock of this app. Payments are locked before wallets, holds and orders, always."""

from __future__ import annotations

from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from wallet_project.checkout.models import Payment
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound


def lock_payment(payment_id: UUID) -> Payment:
    """The payment with its tenders, read under the lock. Raises `NotFound`."""
    require_transaction()
    payment = Payment.objects.select_for_update(no_key=True).filter(pk=payment_id).first()
    if payment is None:
        raise NotFound(_("payment"))
    return load_tenders(payment)


def load_tenders(payment: Payment) -> Payment:
    """The payment with its tenders as they stand now."""
    prefetch_related_objects([payment], "tenders__hold", "tenders__reward_hold", "tenders__saved_card")
    return payment
