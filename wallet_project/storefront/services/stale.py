"""Orders that nobody pays end by themselves, so that their goods can be sold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from wallet_project.checkout.enums import PaymentStatus
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.checkout import let_order_expire, payment_of

# How long a customer may take on the payment page, and how long a bank may take after that.
TIME_TO_PAY: Final = timedelta(hours=1)
TIME_FOR_THE_BANK: Final = timedelta(days=7)


def end_stale_orders(*, now: datetime, limit: int = 500) -> int:
    """Let orders expire that were not paid in time; answers with how many. Safe to repeat.

    Makes calls to the gateway: never call it in a transaction.
    """
    waiting = Order.objects.filter(
        status=OrderStatus.PENDING_PAYMENT, placed_at__lt=now - TIME_TO_PAY
    ).order_by("placed_at")
    stale = [order for order in waiting[:limit] if _is_stale(order, now)]
    for order in stale:
        let_order_expire(number=order.number, reason=_("It was not paid in time."))
    return len(stale)


def _is_stale(order: Order, now: datetime) -> bool:
    payment = payment_of(order)
    at_the_bank = payment is not None and payment.status == PaymentStatus.PROCESSING
    return not at_the_bank or order.placed_at < now - TIME_FOR_THE_BANK
