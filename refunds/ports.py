"""The order side, as refunds see it. A shop plugs its own in with `settings.REFUNDS_ORDERS`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from djmoney.money import Money

from wallet_project.checkout.models import Payment, PaymentLine


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order and what it cost in sum. `reference` names it within its order; delivery is
    a line of its own, on which no restocking is charged."""

    reference: str
    description: str
    quantity: int
    total: Money
    is_delivery: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """When an order was delivered; None while it was not."""

    delivered_at: datetime | None


class OrderLines(Protocol):
    """Whatever was paid for, line by line, and when it arrived."""

    hears_of_deliveries: bool

    def lines_of(self, order_reference: str) -> Sequence[OrderLine]:
        """The lines of an order; they sum to what it cost. Empty for an order that is not known."""
        ...

    def delivery_of(self, order_reference: str) -> Delivery | None:
        """Whether it was delivered, from when on its time to be returned counts. None for an order that
        is not known, and from a store that does not hear of deliveries: then it counts from paying."""
        ...


class NoLines:
    """For a store that keeps its orders elsewhere: refunds are of amounts, not of lines."""

    hears_of_deliveries = False

    def lines_of(self, order_reference: str) -> Sequence[OrderLine]:
        return ()

    def delivery_of(self, order_reference: str) -> Delivery | None:
        return None


def lines_of(payment: Payment) -> Sequence[OrderLine]:
    """The lines of a payment's order, as its shop has them; those of another storefront's order are as
    it sent them."""
    if payment.is_external:
        return [_as_sent(line) for line in payment.lines.all()]
    return get_order_lines().lines_of(payment.order_reference)


def delivery_of(payment: Payment) -> Delivery | None:
    """The delivery of a payment's order; None where nobody tells us, as of another storefront's."""
    return None if payment.is_external else get_order_lines().delivery_of(payment.order_reference)


def _as_sent(line: PaymentLine) -> OrderLine:
    words = line.description or line.reference
    return OrderLine(line.reference, words, line.quantity, line.money, line.is_delivery)


def get_order_lines() -> OrderLines:
    """The order side that this store is configured with."""
    implementation: type[OrderLines] = import_string(settings.REFUNDS_ORDERS)
    return implementation()
