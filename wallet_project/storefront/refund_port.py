"""The order side of refunds: which lines an order has, what each of them cost, less its voucher, and when
it arrived."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.ports import Delivery, OrderLine
from wallet_project.core.money import from_minor, to_minor
from wallet_project.storefront.models import Order

DELIVERY = "delivery"


class StorefrontOrderLines:
    """Implements `refunds.ports.OrderLines` for this shop. References of lines are their ids."""

    hears_of_deliveries = True

    def lines_of(self, order_reference: str) -> Sequence[OrderLine]:
        order = Order.objects.filter(number=order_reference).prefetch_related("lines").first()
        if order is None:
            return ()
        lines = [
            OrderLine(str(line.pk), line.name, line.quantity, _exact(line.to_pay, order.currency))
            for line in order.lines.all()
        ]
        if order.shipping.amount:
            shipping = _exact(order.shipping, order.currency)
            lines.append(OrderLine(DELIVERY, _("Delivery"), 1, shipping, is_delivery=True))
        return lines

    def delivery_of(self, order_reference: str) -> Delivery | None:
        found = Order.objects.filter(number=order_reference).values_list("delivered_at", flat=True)
        return Delivery(found[0]) if found else None


def _exact(amount: Money, currency: str) -> Money:
    return from_minor(to_minor(amount), currency)
