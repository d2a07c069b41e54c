"""The order side of the checkout: what a payment needs to know of orders, and tells them."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.exceptions import OrderStateError
from wallet_project.storefront.letters import letter_facts
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.orders import fail_order, mark_order_paid


class StorefrontOrders:
    """Implements `wallet_project.checkout.ports.Orders` for this shop. References are order numbers."""

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        """Called in the transaction that captures. False: the order has ended, keep the money safe."""
        try:
            mark_order_paid(number=order_reference, payment_id=UUID(payment_id))
        except (OrderStateError, NotFound):
            return False
        return True

    def payment_failed(self, *, order_reference: str, payment_id: str, reason: str) -> None:
        """The payment came to nothing. An order that has ended otherwise stays as it is."""
        try:
            fail_order(number=order_reference, reason=reason, payment_id=UUID(payment_id))
        except (OrderStateError, NotFound):
            return

    def letter_facts(self, order_reference: str) -> dict[str, str]:
        order = Order.objects.filter(number=order_reference).first()
        return {} if order is None else letter_facts(order)

    def pay_again_url(self, order_reference: str) -> str:
        order = Order.objects.filter(number=order_reference).first()
        return "" if order is None else order.get_absolute_url()

    def describe(self, order_reference: str) -> str:
        return _("Order #%(number)s") % {"number": order_reference}
