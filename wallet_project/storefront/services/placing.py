"""A cart becomes an order, once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import zero
from wallet_project.storefront import queries
from wallet_project.storefront.exceptions import CartIsEmpty, TotalChanged
from wallet_project.storefront.locks import lock_cart
from wallet_project.storefront.models import CartLine, Order, OrderLine, Product
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.delivery import delivery_price
from wallet_project.storefront.services.stock import quantities_of, reserve_stock
from wallet_project.storefront.services.vouchers import take_off_by_voucher

FIRST_NUMBER: Final = 10_000_000
LAST_NUMBER: Final = 99_999_999


@dataclass(frozen=True)
class Address:
    """Where the goods go."""

    full_name: str
    street: str
    postcode: str
    city: str
    country: str
    street_extra: str = ""
    phone: str = ""


def place_order(*, customer_id: int, address: Address, key: UUID, agreed_total: Money | None = None) -> Order:
    """Make an order of the customer's cart: prices of now less what its voucher takes off, goods off
    the shelf, the voucher reserved, cart emptied.

    Safe to repeat with the same `key`: the first order is answered, and nothing else happens.
    `agreed_total` is what the customer saw; it is compared, never charged. Raises `CartIsEmpty`,
    `OutOfStock`, `TotalChanged`, `IdempotencyConflict`.
    """
    with transaction.atomic():
        locked = lock_cart(customer_id)
        placed = queries.order_of_form(customer_id=customer_id, key=key)
        if placed is not None:
            return _replay(placed, address)
        cart = CustomerCart(customer_id)
        quantities = cart.quantities()
        if not quantities:
            raise CartIsEmpty
        order = _order(customer_id, address, key)
        fill_order(order, quantities, voucher_reference=locked.voucher_reference, agreed_total=agreed_total)
        cart.clear()
        return order


def place_again(*, ended: Order, agreed_total: Money) -> Order:
    """A new order of what an order held that ended unpaid: to the same address, at the prices of now,
    with its voucher if that can still be used. The goods leave the customer's cart, if they are there.

    Call it with the ended order locked. Raises `OutOfStock`, `TotalChanged`.
    """
    require_transaction()
    cart, quantities = lock_cart(ended.customer_id), quantities_of(ended)
    address = Address(**{field.name: getattr(ended, field.name) for field in fields(Address)})
    order = _order(ended.customer_id, address, uuid4())
    order.replaces = ended
    fill_order(order, quantities, voucher_reference=ended.voucher_reference, agreed_total=agreed_total)
    CartLine.objects.filter(cart=cart, product__in=quantities).delete()
    if cart.voucher_reference and cart.voucher_reference == order.voucher_reference:
        cart.voucher_reference = ""
        cart.save(update_fields=["voucher_reference", "updated_at"])
    return order


def fill_order(
    order: Order, quantities: Mapping[int, int], *, voucher_reference: str, agreed_total: Money | None
) -> None:
    """Take goods off the shelf for a new order, price and discount it, and save it with its lines."""
    products = reserve_stock(quantities)
    lines = [_line(products[pk], quantity) for pk, quantity in quantities.items()]
    _add_up(order, lines)
    take_off_by_voucher(order, lines, reference=voucher_reference, now=timezone.now())
    if agreed_total is not None and order.total != agreed_total:
        raise TotalChanged(total=order.total)
    order.save(force_insert=True)
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)


def _replay(order: Order, address: Address) -> Order:
    if any(getattr(order, name) != value for name, value in asdict(address).items()):
        raise IdempotencyConflict(str(order.key))
    return order


def _line(product: Product, quantity: int) -> OrderLine:
    return OrderLine(
        product=product,
        name=product.name,
        unit_price=product.price,
        quantity=quantity,
        line_total=product.price * quantity,
        discount=zero(str(product.price.currency)),
    )


def _order(customer_id: int, address: Address, key: UUID) -> Order:
    return Order(
        number=new_number(),
        customer_id=customer_id,
        key=key,
        currency=settings.STORE_CURRENCY,
        discount=zero(settings.STORE_CURRENCY),
        **asdict(address),
    )


def _add_up(order: Order, lines: list[OrderLine]) -> None:
    order.items_total = sum((line.line_total for line in lines), start=zero(order.currency))
    order.shipping = delivery_price(order.items_total)
    order.total = order.items_total + order.shipping


def new_number() -> str:
    """A free number that tells neither how many orders there are nor what the next one is."""
    while True:
        number = str(FIRST_NUMBER + secrets.randbelow(LAST_NUMBER - FIRST_NUMBER + 1))
        if not Order.objects.filter(number=number).exists():
            return number
