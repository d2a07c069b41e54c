"""A cart becomes an order, once."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import zero
from wallet_project.storefront import queries
from wallet_project.storefront.exceptions import CartIsEmpty, TotalChanged
from wallet_project.storefront.locks import lock_cart
from wallet_project.storefront.models import Order, OrderLine, Product
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.delivery import delivery_price
from wallet_project.storefront.services.stock import reserve_stock
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
        products = reserve_stock(quantities)
        lines = [_line(products[pk], quantity) for pk, quantity in quantities.items()]
        order = _order(customer_id, address, key, lines)
        take_off_by_voucher(order, lines, reference=locked.voucher_reference, now=timezone.now())
        if agreed_total is not None and order.total != agreed_total:
            raise TotalChanged(total=order.total)
        order.save(force_insert=True)
        OrderLine.objects.bulk_create(lines)
        cart.clear()
        return order


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


def _order(customer_id: int, address: Address, key: UUID, lines: list[OrderLine]) -> Order:
    currency = settings.STORE_CURRENCY
    items_total = sum((line.line_total for line in lines), start=zero(currency))
    shipping = delivery_price(items_total)
    order = Order(
        number=new_number(),
        customer_id=customer_id,
        key=key,
        currency=currency,
        items_total=items_total,
        discount=zero(currency),
        shipping=shipping,
        total=items_total + shipping,
        **asdict(address),
    )
    for line in lines:
        line.order = order
    return order


def new_number() -> str:
    """A free number that tells neither how many orders there are nor what the next one is."""
    while True:
        number = str(FIRST_NUMBER + secrets.randbelow(LAST_NUMBER - FIRST_NUMBER + 1))
        if not Order.objects.filter(number=number).exists():
            return number
