"""What orders earn: promised on the pages, booked when paid, dated when delivered.

A payment never waits for it and never fails by it: a worker rewards the order after the commit, and
a sweep finds the orders that were missed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from djmoney.money import Money

from rewards.caps import OrderLine as RewardLine
from rewards.engine import Purchase, UnitEarning
from rewards.enums import Activity
from rewards.queries_earning import earned_for, return_window
from rewards.services import clawback_accruals, date_accruals, promise, record_activity
from wallet_project.checkout.enums import TenderKind
from wallet_project.core.money import from_minor, to_minor, zero
from wallet_project.storefront.models import Order, Product
from wallet_project.storefront.services.checkout import payment_of
from wallet_project.storefront.services.reward_lines import reward_line, reward_lines_of
from wallet_project.storefront.services.shopping import CartContents

logger = logging.getLogger(__name__)

CHUNK: Final = 200


def reward_order(*, number: str, now: datetime) -> None:
    """Book what a paid order earns, pending until it is delivered and the time to return it is over.

    By the rules of the moment when it was paid. Safe to repeat, also at once, and after it died
    anywhere; an order that is not paid earns nothing.
    """
    order = Order.objects.filter(number=number, paid_at__isnull=False).first()
    if order is None:
        return
    with transaction.atomic():
        if order.rewards_booked_at is None:
            record_activity(
                customer_id=order.customer_id,
                activity=Activity.PURCHASE,
                reference=order.number,
                purchase=purchase_of(order),
                waits=True,
                now=now,
            )
            _take_back_refunded(order, now)
            _mark(order, rewards_booked_at=now)
        if order.delivered_at is not None and order.rewards_dated_at is None:
            date_accruals(reference=order.number, matures_at=order.delivered_at + return_window())
            _mark(order, rewards_dated_at=now)


def _take_back_refunded(order: Order, now: datetime) -> None:
    """What was refunded before its rewards were booked earns nothing."""
    payment = payment_of(order)
    if payment is not None and payment.refunded_money.amount:
        clawback_accruals(
            reference=order.number, refunded=payment.refunded_money, total=payment.captured_money, now=now
        )


def _mark(order: Order, **times: datetime) -> None:
    """Without the order's lock: nothing but this and the sweep reads these."""
    Order.objects.filter(pk=order.pk).update(**times)


def reward_waiting_orders(*, now: datetime) -> int:
    """Reward every order that was paid or delivered and not rewarded for it; answers with how many
    there were. One that can't be is logged and left for the next time. Safe to repeat."""
    missed = Q(paid_at__isnull=False, rewards_booked_at=None)
    missed |= Q(delivered_at__isnull=False, rewards_dated_at=None)
    waiting = Order.objects.filter(missed).order_by("pk")
    found, last = 0, 0
    while chunk := list(waiting.filter(pk__gt=last).values_list("pk", "number")[:CHUNK]):
        for last, number in chunk:  # noqa: B007 - where the next chunk begins
            _reward_or_log(number, now=now)
        found += len(chunk)
    return found


def _reward_or_log(number: str, *, now: datetime) -> None:
    try:
        reward_order(number=number, now=now)
    except Exception:
        logger.exception("Order %s could not be rewarded", number)


def reward_sign_up(*, customer_id: int, now: datetime | None = None) -> None:
    """What the store gives for signing up. Safe to repeat."""
    record_activity(
        customer_id=customer_id,
        activity=Activity.SIGN_UP,
        reference="sign_up",
        now=now or timezone.now(),
    )


def purchase_of(order: Order) -> Purchase:
    """A paid order as the earning engine takes it."""
    return Purchase(
        total=_whole(order.total),
        rewarded=_paid_by_rewards(order),
        lines=tuple(_whole_line(line) for line in reward_lines_of(order)),
        has_coupon=bool(order.voucher_reference),
        made_at=order.paid_at,
    )


def _paid_by_rewards(order: Order) -> Money:
    payment = payment_of(order)
    tenders = payment.tenders.all() if payment is not None else ()
    paid = [_whole(tender.captured) for tender in tenders if tender.kind == TenderKind.REWARD]
    return sum(paid, start=zero(order.currency))


def earned_by(order: Order, *, now: datetime) -> list[Money]:
    """What a paid order earns, in each unit: as it was booked, or as it will be."""
    promised: list[Money] = []
    if order.rewards_booked_at is None:
        units = promise(customer_id=order.customer_id, purchase=purchase_of(order), now=now)
        promised = [unit.amount for unit in units]
    return earned_for(order.customer_id, Activity.PURCHASE, order.number) or promised


@dataclass(frozen=True, slots=True)
class Promised:
    """What something would earn, in each unit, and how many days after delivery it can be used."""

    units: tuple[UnitEarning, ...]
    days: int


def promise_for_product(product: Product, *, customer_id: int | None) -> Promised:
    """What one of a product would earn this customer, or a new one, if it were bought now."""
    price = _whole(product.price)
    line = reward_line(product, quantity=1, line_total=price)
    return _promised(Purchase(total=price, lines=(line,)), customer_id)


def promise_for_cart(
    contents: CartContents, *, customer_id: int | None, rewarded: Money | None = None
) -> Promised:
    """What a cart would earn if it were bought now, with so much of it paid with reward money."""
    if not contents.items:
        return Promised((), 0)
    purchase = Purchase(
        total=_whole(contents.total),
        rewarded=rewarded,
        lines=tuple(_whole_line(line) for line in contents.reward_lines),
        has_coupon=contents.has_coupon,
    )
    return _promised(purchase, customer_id)


def promise_for_birthday(*, customer_id: int) -> tuple[UnitEarning, ...]:
    """What the customer would get if it were the birthday now."""
    return promise(customer_id=customer_id, activity=Activity.BIRTHDAY, now=timezone.now())


def _promised(purchase: Purchase, customer_id: int | None) -> Promised:
    units = promise(customer_id=customer_id, purchase=purchase, now=timezone.now())
    return Promised(units, return_window().days if units else 0)


def _whole_line(line: RewardLine) -> RewardLine:
    return replace(line, amount=_whole(line.amount))


def _whole(amount: Money) -> Money:
    """With the currency's own decimals."""
    return from_minor(to_minor(amount), str(amount.currency))
