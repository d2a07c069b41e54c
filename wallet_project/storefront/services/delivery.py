"""What delivery costs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.timezone import localdate
from djmoney.money import Money

from wallet_project.core.money import from_minor, to_minor, zero
from wallet_project.storefront import queries

DAYS_UNLESS_SET: Final = 5


def delivery_price(items_total: Money) -> Money:
    """The price of sending goods worth `items_total`; nothing where no rate is set."""
    currency = str(items_total.currency)
    rate = queries.delivery_rate(currency)
    if rate is None or (rate.free_from is not None and items_total.amount >= rate.free_from):
        return zero(currency)
    return from_minor(to_minor(Money(rate.price, currency)), currency)


def missing_for_free_delivery(items_total: Money) -> Money | None:
    """How much more to buy for free delivery; None where that won't help."""
    currency = str(items_total.currency)
    rate = queries.delivery_rate(currency)
    if rate is None or rate.free_from is None or items_total.amount >= rate.free_from:
        return None
    return from_minor(to_minor(Money(rate.free_from, currency) - items_total), currency)


def expected_day(*, currency: str, paid_at: datetime) -> date:
    """The day for which an order that is paid now is promised, in the store's time zone."""
    rate = queries.delivery_rate(currency)
    return localdate(paid_at) + timedelta(days=DAYS_UNLESS_SET if rate is None else rate.days)
