"""What happens to an order after it was placed. Every change locks it first, then reads it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from notifications.services import enqueue, sentence
from wallet_project.core.db import after_commit
from wallet_project.core.money import as_data
from wallet_project.storefront.enums import TRANSITIONS, OrderStatus
from wallet_project.storefront.exceptions import OrderStateError
from wallet_project.storefront.locks import lock_order
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.delivery import expected_day
from wallet_project.storefront.services.referrals import tell_of_delivery
from wallet_project.storefront.services.shopping import keep_in_cart
from wallet_project.storefront.services.stock import quantities_of, release_stock
from wallet_project.storefront.services.vouchers import give_voucher_back, use_up_voucher


def attach_payment(*, number: str, payment_id: UUID) -> Order:
    """Note which payment is to pay for the order. Safe to repeat."""
    with transaction.atomic():
        order = lock_order(number)
        if order.payment_id is None:
            order.payment_id = payment_id
            order.save(update_fields=["payment_id"])
        return order


def mark_order_paid(*, number: str, payment_id: UUID) -> Order:
    """The payment was captured for the full total. Safe to repeat with the same payment.

    Raises `OrderStateError` if the order has ended meanwhile, or is paid by another payment.
    """
    with transaction.atomic():
        order = lock_order(number)
        if order.payment_id not in (None, payment_id):
            raise _refusal(order)
        if order.paid_at is not None:
            return order
        return _pay(order, payment_id=payment_id)


def settle_free_order(*, number: str) -> Order:
    """An order that its voucher pays in full is paid, without a payment. Safe to repeat.

    Raises `OrderStateError` if it has ended meanwhile, or costs something.
    """
    with transaction.atomic():
        order = lock_order(number)
        if order.paid_at is not None:
            return order
        if order.total.amount:
            raise _refusal(order)
        paid = _pay(order)
        enqueue(
            kind="order_paid",
            recipient_id=order.customer_id,
            dedupe_key=f"order_paid:order-{order.number}",
            context={"order": order.number, "total": order.total, "url": order.get_absolute_url()},
            data={"order_reference": order.number, "total": as_data(order.total), "tenders": []},
        )
        return paid


def fail_order(*, number: str, reason: str = "", payment_id: UUID | None = None) -> Order:
    """The payment came to nothing: goods back on the shelf and in the customer's cart. Safe to repeat.

    Raises `OrderStateError` if the order has ended otherwise, or waits for another payment.
    """
    return _end_unpaid(number, to=OrderStatus.PAYMENT_FAILED, reason=reason, payment_id=payment_id)


def cancel_order(*, number: str, reason: str = "") -> Order:
    """The customer or the store doesn't want it any more. Goods back on the shelf. Safe to repeat.

    Raises `OrderStateError` once it is paid: money goes back by a refund.
    """
    return _end_unpaid(number, to=OrderStatus.CANCELED, reason=reason)


def expire_order(*, number: str, reason: str = "") -> Order:
    """It wasn't paid in time: goods back on the shelf and in the customer's cart. Safe to repeat."""
    return _end_unpaid(number, to=OrderStatus.EXPIRED, reason=reason)


def mark_shipped(*, number: str, now: datetime | None = None) -> Order:
    """The parcel is on its way. Safe to repeat. Raises `OrderStateError` unless paid."""
    return _advance(number, to=OrderStatus.SHIPPED, shipped_at=now or timezone.now())


def mark_delivered(*, number: str, now: datetime | None = None) -> Order:
    """The parcel has arrived: what a delivered order earns is given after the commit. Safe to repeat.
    Raises `OrderStateError` unless shipped."""
    with transaction.atomic():
        order = _advance(number, to=OrderStatus.DELIVERED, delivered_at=now or timezone.now())
        tell_of_delivery(order)
        reward_after_commit(number)
        credit_after_commit(number)
        return order


def _pay(order: Order, **fields: object) -> Order:
    now = timezone.now()
    promised = expected_day(currency=order.currency, paid_at=now)
    paid = _move(order, to=OrderStatus.PAID, paid_at=now, expected_on=promised, **fields)
    use_up_voucher(order, now=now)
    reward_after_commit(order.number)
    return paid


def reward_after_commit(number: str) -> None:
    """Have a worker give what a paid or delivered order earns, once the open transaction has committed."""
    # The tasks call services that call this one: they can't both be imported first.
    from wallet_project.storefront.tasks import grant_scratch_cards, reward_one_order

    after_commit(reward_one_order, number=number)
    after_commit(grant_scratch_cards, number=number)


def credit_after_commit(number: str) -> None:
    """Have a worker ask the credit rules about an order, once the open transaction has committed."""
    # As above.
    from wallet_project.storefront.tasks import answer_order

    after_commit(answer_order, number=number)


def _advance(number: str, *, to: OrderStatus, **fields: object) -> Order:
    with transaction.atomic():
        order = lock_order(number)
        return order if order.status == to else _move(order, to=to, **fields)


def _end_unpaid(number: str, *, to: OrderStatus, reason: str, payment_id: UUID | None = None) -> Order:
    with transaction.atomic():
        order = lock_order(number)
        if payment_id is not None and order.payment_id not in (None, payment_id):
            raise _refusal(order)
        if order.status == to:
            return order
        _move(order, to=to, status_note=reason[:300], ended_at=timezone.now())
        if to != OrderStatus.CANCELED:
            keep_in_cart(customer_id=order.customer_id, quantities=quantities_of(order))
        release_stock(order)
        give_voucher_back(order, into_cart=to != OrderStatus.CANCELED)
        _tell(order)
        return order


def _tell(order: Order) -> None:
    """Of a failed payment the checkout tells; of the rest, we do."""
    kinds = {OrderStatus.CANCELED: "order_canceled", OrderStatus.EXPIRED: "order_payment_failed"}
    kind = kinds.get(OrderStatus(order.status))
    if kind is None:
        return
    enqueue(
        kind=kind,
        recipient_id=order.customer_id,
        dedupe_key=f"{kind}:order-{order.number}",
        context={
            "order": order.number,
            "total": order.total,
            "reason": sentence(order.status_note),
            "url": order.get_absolute_url(),
        },
        data={"order_reference": order.number, "total": as_data(order.total)},
    )


def _move(order: Order, *, to: OrderStatus, **fields: object) -> Order:
    if to not in TRANSITIONS[order.status]:
        raise _refusal(order)
    order.status = to
    for name, value in fields.items():
        setattr(order, name, value)
    order.save(update_fields=["status", *fields])
    return order


def _refusal(order: Order) -> OrderStateError:
    return OrderStateError(number=order.number, state=order.status, state_name=order.get_status_display())
