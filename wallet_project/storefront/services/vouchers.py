"""A voucher in the cart and on an order. What it is worth, rewards know; that it is one, the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.caps import OrderLine as RewardLine
from rewards.exceptions import VoucherNotUsable
from rewards.services import find_voucher, quote_voucher, release_voucher, reserve_voucher, use_voucher
from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.guessing import Guesses
from wallet_project.storefront.locks import lock_cart
from wallet_project.storefront.models import Cart, Order, OrderLine


@dataclass(frozen=True)
class CartVoucher:
    """The voucher in a cart: what it takes off, or in words why it can't now."""

    title: str = ""
    discount: Money | None = None
    shares: tuple[Money, ...] = ()
    problem: str = ""


def voucher_in_cart(*, customer_id: int, lines: Sequence[RewardLine]) -> CartVoucher | None:
    """The voucher that the customer put into the cart, as it stands for these lines."""
    reference = voucher_reference(customer_id)
    return voucher_for(customer_id=customer_id, reference=reference, lines=lines) if reference else None


def voucher_for(*, customer_id: int, reference: str, lines: Sequence[RewardLine]) -> CartVoucher:
    """A voucher of the customer, as it stands for these lines."""
    try:
        quote = quote_voucher(
            customer_id=customer_id, voucher_id=UUID(reference), lines=lines, now=timezone.now()
        )
    except (VoucherNotUsable, NotFound) as error:
        return CartVoucher(problem=error.message)
    return CartVoucher(quote.voucher.title, quote.discount, quote.shares)


def voucher_reference(customer_id: int) -> str:
    """The id of the voucher in the customer's cart; empty for none."""
    carts = Cart.objects.filter(customer_id=customer_id).values_list("voucher_reference", flat=True)
    return carts.first() or ""


def put_voucher_into_cart(*, customer_id: int, code: str, address: str, lines: Sequence[RewardLine]) -> None:
    """Use the voucher with this code for what is in the cart. The order reserves it, not the cart.

    `address` is where the request came from: wrong codes are counted for it and for the customer.
    Raises `VoucherNotUsable`, `TooManyGuesses`. Safe to repeat.
    """
    guesses = Guesses(customer_id=customer_id, address=address)
    guesses.require_patience()
    try:
        voucher = find_voucher(customer_id=customer_id, code=code)
    except VoucherNotUsable:
        guesses.count_one()
        raise
    quote_voucher(customer_id=customer_id, voucher_id=voucher.pk, lines=lines, now=timezone.now())
    _keep(customer_id, str(voucher.pk))


def take_voucher_out_of_cart(*, customer_id: int) -> None:
    """Order without the voucher. Safe to repeat."""
    _keep(customer_id, "")


def _keep(customer_id: int, reference: str) -> None:
    with transaction.atomic():
        cart = lock_cart(customer_id)
        cart.voucher_reference = reference
        cart.save(update_fields=["voucher_reference", "updated_at"])


def take_off_by_voucher(order: Order, lines: Sequence[OrderLine], *, reference: str, now: datetime) -> None:
    """Reserve the cart's voucher for an order that is being placed, and lower its prices.

    A voucher that can't be used any more takes nothing off: then the total is not what the customer
    agreed to, and they are asked again. Call with the cart and the products locked.
    """
    if not reference:
        return
    try:
        quote = reserve_voucher(
            customer_id=order.customer_id,
            voucher_id=UUID(reference),
            order_reference=order.number,
            lines=[reward_line(line) for line in lines],
            now=now,
        )
    except (VoucherNotUsable, NotFound):
        return
    order.voucher_reference = reference
    order.discount = quote.discount
    order.total -= quote.discount
    for line, share in zip(lines, quote.shares, strict=True):
        line.discount = share


def reward_line(line: OrderLine) -> RewardLine:
    """A line as rewards see it, before anything was taken off."""
    return RewardLine(amount=line.line_total, product=line.product.slug, quantity=line.quantity)


def use_up_voucher(order: Order, *, now: datetime) -> None:
    """The locked order is paid."""
    if order.voucher_reference:
        use_voucher(voucher_id=UUID(order.voucher_reference), order_reference=order.number, now=now)


def give_voucher_back(order: Order, *, into_cart: bool) -> None:
    """The locked order came to nothing; its voucher, unless there is another, is in the cart again."""
    if not order.voucher_reference:
        return
    release_voucher(voucher_id=UUID(order.voucher_reference), order_reference=order.number)
    if into_cart:
        carts = Cart.objects.filter(customer_id=order.customer_id, voucher_reference="")
        carts.update(voucher_reference=order.voucher_reference)
