"""The credit rules are asked about what happened to orders, each thing once.

A worker asks after the commit, and a sweep finds what was missed. Each step marks how far it has come, so
that one that died goes on from there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from refunds.automation.services import RuleEvent, answer_event, longest_window
from wallet_project.storefront.credit_events import late_delivery, lines_before, out_of_stock, price_drops
from wallet_project.storefront.models import Order, OrderLine, PriceChange

logger = logging.getLogger(__name__)

CHUNK: Final = 500
# An order that is being paid while a price changes is committed by then.
PATIENCE: Final = timedelta(minutes=2)


def answer_about_order(*, number: str, now: datetime) -> None:
    """Ask the credit rules about a delivered order and about its lines that are out of stock. Safe to
    repeat, also at once."""
    for line in _missing_lines(Q(order__number=number)):
        _answer_line(line, now)
    order = Order.objects.filter(number=number, delivered_at__isnull=False, credits_answered_at=None).first()
    if order is not None:
        _answer_delivery(order, now)


def answer_what_waits(*, now: datetime) -> int:
    """Ask about all that was missed, and about changes of prices; answers with how many things were
    asked about. What fails is logged, and tried again the next time."""
    orders = Order.objects.filter(delivered_at__isnull=False, credits_answered_at=None)
    changes = PriceChange.objects.filter(answered_at=None, changed_at__lte=now - PATIENCE)
    return (
        _each(_missing_lines(Q())[:CHUNK], lambda line: _answer_line(line, now))
        + _each(orders.order_by("delivered_at")[:CHUNK], lambda order: _answer_delivery(order, now))
        + _each(changes.order_by("pk")[:CHUNK], lambda change: answer_price_change(change, now=now))
    )


def answer_price_change(change: PriceChange, *, now: datetime) -> None:
    """Ask about each line that was bought for more, chunk by chunk. Safe to repeat: goes on behind the
    last line that was asked about."""
    window = longest_window(RuleEvent.PRICE_DROP, change.changed_at)
    while window is not None and change.after.amount < change.before.amount:
        lines = list(lines_before(change, window_days=window).filter(pk__gt=change.answered_through)[:CHUNK])
        for event in price_drops(change, lines):
            answer_event(event=event, now=now)
        if not lines:
            break
        change.answered_through = lines[-1].pk
        _mark(change, answered_through=change.answered_through)
    _mark(change, answered_at=now)


def _missing_lines(which: Q) -> Any:
    lines = OrderLine.objects.filter(which, out_of_stock_at__isnull=False, credits_answered_at=None)
    return lines.select_related("order").order_by("out_of_stock_at")


def _answer_line(line: OrderLine, now: datetime) -> None:
    event = out_of_stock(line)
    if event is not None:
        answer_event(event=event, now=now)
    _mark(line, credits_answered_at=now)


def _answer_delivery(order: Order, now: datetime) -> None:
    event = late_delivery(order)
    if event is not None:
        answer_event(event=event, now=now)
    _mark(order, credits_answered_at=now)


def _mark(row: Any, **fields: Any) -> None:
    """Without a lock: nothing but this and the sweep reads these."""
    type(row).objects.filter(pk=row.pk).update(**fields)


def _each(rows: Iterable[Any], answer: Callable[[Any], None]) -> int:
    """One after the other; one that can't be answered doesn't keep the others waiting."""
    waiting = list(rows)
    for row in waiting:
        try:
            answer(row)
        except Exception:
            logger.exception("Credit rules could not be asked about %r", row)
    return len(waiting)
