"""The order side, as payments see it. A shop plugs its own in with `settings.CHECKOUT_ORDERS`."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _


class Orders(Protocol):
    """Whatever is paid for. Every call is safe to repeat, and makes no call to the outside.

    The first two are called inside the payment's transaction, so what they write stands or falls
    with the money. Locks are taken in this order: payment, wallet, hold, then the order's.
    """

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        """The order is paid in full. False if it has ended and can't take the money any more."""
        ...

    def payment_failed(self, *, order_reference: str, payment_id: str, reason: str) -> None:
        """The payment came to nothing; nothing is reserved for it any more."""
        ...

    def letter_facts(self, order_reference: str) -> dict[str, str]:
        """What else the letter about the paid order says, by `notifications`' names: `lines`, `policy`
        and so on. Asked when the letter is given out, after the payment, in the customer's language."""
        ...

    def pay_again_url(self, order_reference: str) -> str:
        """The path of the page where the customer can order the same again and pay with money that
        came too late; empty where there is none."""
        ...

    def describe(self, order_reference: str) -> str:
        """The order in words, for the payment page and the bank statement."""
        ...


class NoOrders:
    """For a store that keeps its orders elsewhere and asks over the API how payments stand."""

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        return True

    def payment_failed(self, *, order_reference: str, payment_id: str, reason: str) -> None:
        return None

    def letter_facts(self, order_reference: str) -> dict[str, str]:
        return {}

    def pay_again_url(self, order_reference: str) -> str:
        return ""

    def describe(self, order_reference: str) -> str:
        return _("Order %(reference)s") % {"reference": order_reference}


def get_orders(*, external: bool = False) -> Orders:
    """The order side that this store is configured with; of `external` orders another storefront's."""
    if external:
        return NoOrders()
    implementation: type[Orders] = import_string(settings.CHECKOUT_ORDERS)
    return implementation()
