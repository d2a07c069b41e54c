"""What happened in the shop, as the credit rules take it. Reads, and asks no rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate
from djmoney.money import Money

from refunds.automation.enums import RuleEvent
from refunds.automation.events import CreditEvent
from wallet_project.core.money import from_minor, smallest, split_money, to_minor, zero
from wallet_project.storefront.models import Order, OrderLine, PriceChange


def late_delivery(order: Order) -> CreditEvent | None:
    """The order came after the day for which it was promised; None if it did not."""
    if order.delivered_at is None or order.expected_on is None:
        return None
    days = (localdate(order.delivered_at) - order.expected_on).days
    if days <= 0:
        return None
    return CreditEvent(
        kind=RuleEvent.LATE,
        key=f"late:{order.number}",
        customer_id=order.customer_id,
        order_reference=order.number,
        base=_exact(order.total, order.currency),
        happened_at=order.delivered_at,
        days=days,
        url=order.get_absolute_url(),
    )


def out_of_stock(line: OrderLine) -> CreditEvent | None:
    """A part of a paid line can't be delivered; None if all of it can. The base is what that part cost."""
    if line.out_of_stock_at is None:
        return None
    order = line.order
    paid = _exact(line.to_pay, order.currency)
    return CreditEvent(
        kind=RuleEvent.OUT_OF_STOCK,
        key=f"out_of_stock:{line.pk}",
        customer_id=order.customer_id,
        order_reference=order.number,
        base=split_money(paid, [line.missing, line.quantity - line.missing])[0],
        happened_at=line.out_of_stock_at,
        line=str(line.pk),
        quantity=line.missing,
        item=line.name,
        url=order.get_absolute_url(),
    )


def lines_before(change: PriceChange, *, window_days: int) -> QuerySet[OrderLine]:
    """The lines of a product that were bought, and paid, within so many days before its price changed."""
    # A day more: days are counted by the store's calendar.
    since = change.changed_at - timedelta(days=window_days + 1)
    lines = OrderLine.objects.filter(
        product_id=change.product_id, order__paid_at__gte=since, order__paid_at__lte=change.changed_at
    )
    return lines.select_related("order").order_by("pk")


def price_drops(change: PriceChange, lines: Iterable[OrderLine]) -> Iterator[CreditEvent]:
    """An event for each line that would cost less now than it did, and than it would have before this
    change: of several falls of a price each counts for what it fell further."""
    if str(change.after.currency) != str(change.before.currency) or change.after >= change.before:
        return
    earlier = list(PriceChange.objects.filter(product_id=change.product_id, pk__lt=change.pk).order_by("pk"))
    for line in lines:
        event = _price_drop(change, line, earlier)
        if event is not None:
            yield event


def _price_drop(change: PriceChange, line: OrderLine, earlier: Iterable[PriceChange]) -> CreditEvent | None:
    order = line.order
    assert order.paid_at is not None
    difference = _difference(change, line, [one.after for one in earlier if one.changed_at > order.paid_at])
    there = line.quantity - line.missing
    if difference.amount <= 0 or not there:
        return None
    return CreditEvent(
        kind=RuleEvent.PRICE_DROP,
        key=f"price:{change.pk}:{line.pk}",
        customer_id=order.customer_id,
        order_reference=order.number,
        base=split_money(difference, [there, line.missing])[0],
        happened_at=change.changed_at,
        days=(localdate(change.changed_at) - localdate(order.paid_at)).days,
        line=str(line.pk),
        quantity=there,
        item=line.name,
        url=order.get_absolute_url(),
    )


def _difference(change: PriceChange, line: OrderLine, since: list[Money]) -> Money:
    """What the line would cost less now, beyond what it has become cheaper before."""
    currency = line.order.currency
    if str(change.after.currency) != currency or any(str(price.currency) != currency for price in since):
        return zero(currency)
    paid = _exact(line.to_pay, currency)
    so_far = smallest(paid, *(_exact(price * line.quantity, currency) for price in since))
    return so_far - _exact(change.after * line.quantity, currency)


def happened_between(
    kind: RuleEvent, since: datetime, until: datetime, window_days: int
) -> Iterator[CreditEvent]:
    """All events of a kind in this time, the oldest first."""
    if kind == RuleEvent.PRICE_DROP:
        changes = PriceChange.objects.filter(changed_at__gte=since, changed_at__lt=until).order_by("pk")
        for change in changes.iterator():
            yield from price_drops(change, lines_before(change, window_days=window_days).iterator())
        return
    if kind == RuleEvent.LATE:
        orders = Order.objects.filter(delivered_at__gte=since, delivered_at__lt=until)
        found = map(late_delivery, orders.order_by("delivered_at").iterator())
    else:
        lines = OrderLine.objects.filter(out_of_stock_at__gte=since, out_of_stock_at__lt=until)
        lines = lines.select_related("order").order_by("out_of_stock_at")
        found = map(out_of_stock, lines.iterator())
    yield from (event for event in found if event is not None)


def _exact(amount: Money, currency: str) -> Money:
    return from_minor(to_minor(amount), currency)
