"""Goods that were paid and then turn out not to be there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.exceptions import OrderStateError, QuantityOutOfRange
from wallet_project.storefront.locks import lock_order
from wallet_project.storefront.models import OrderLine
from wallet_project.storefront.services.orders import credit_after_commit


def mark_out_of_stock(*, number: str, line_id: int, quantity: int, now: datetime) -> OrderLine:
    """So many of a paid line can't be delivered. The credit rules are asked after the commit; money
    goes back by a refund, as ever.

    Said once for a line: what is said later changes nothing. Raises `NotFound`, `QuantityOutOfRange`,
    and `OrderStateError` unless the order is paid and not sent yet. Safe to repeat.
    """
    with transaction.atomic():
        order = lock_order(number)
        line = OrderLine.objects.filter(pk=line_id, order=order).first()
        if line is None:
            raise NotFound(_("line"))
        if line.missing:
            return line
        if order.status != OrderStatus.PAID:
            raise OrderStateError(number=number, state=order.status, state_name=order.get_status_display())
        if not 1 <= quantity <= line.quantity:
            raise QuantityOutOfRange(line.quantity)
        line.missing, line.out_of_stock_at = quantity, now
        line.save(update_fields=["missing", "out_of_stock_at"])
        credit_after_commit(number)
        return line
