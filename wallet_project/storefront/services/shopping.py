"""What a customer does with a cart: look, add, change, take out. Stock is said in words."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from djmoney.money import Money

from rewards.caps import OrderLine as RewardLine
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import zero
from wallet_project.storefront import queries
from wallet_project.storefront.exceptions import OutOfStock, QuantityOutOfRange
from wallet_project.storefront.locks import lock_cart
from wallet_project.storefront.models import CartLine, Product
from wallet_project.storefront.models.cart import MOST_OF_ONE
from wallet_project.storefront.services.cart import CartStore, CustomerCart, GuestCart
from wallet_project.storefront.services.delivery import delivery_price
from wallet_project.storefront.services.reward_lines import reward_line


@dataclass(frozen=True)
class CartItem:
    """A line as the customer sees it: today's price, and what is wrong with it, if something is."""

    product: Product
    quantity: int

    @property
    def line_total(self) -> Money:
        total: Money = self.product.price * self.quantity
        return total

    @property
    def problem(self) -> str:
        left = self.product.stock if self.product.is_active else 0
        if self.quantity <= left:
            return ""
        if left <= 0:
            return _("Sold out. Please take it out of your cart.")
        return ngettext("Only %(left)d is left.", "Only %(left)d are left.", left) % {"left": left}


@dataclass
class CartContents:
    """All lines of a cart, with sums."""

    items: list[CartItem]

    @cached_property
    def items_total(self) -> Money:
        return sum((item.line_total for item in self.items), start=zero(settings.STORE_CURRENCY))

    @cached_property
    def shipping(self) -> Money:
        return delivery_price(self.items_total)

    @property
    def total(self) -> Money:
        return self.items_total + self.shipping

    @property
    def reward_lines(self) -> tuple[RewardLine, ...]:
        """The same lines as rewards see them."""
        return tuple(
            reward_line(item.product, quantity=item.quantity, line_total=item.line_total)
            for item in self.items
        )

    @property
    def count(self) -> int:
        return sum(item.quantity for item in self.items)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.items) and not any(item.problem for item in self.items)


def cart_contents(cart: CartStore) -> CartContents:
    """The cart with today's prices. Products that left the shop for good are left out."""
    quantities = cart.quantities()
    products = queries.products_by_id(quantities)
    return CartContents(
        [CartItem(products[pk], quantity) for pk, quantity in quantities.items() if pk in products]
    )


def add_to_cart(*, cart: CartStore, product_id: int, quantity: int) -> CartItem:
    """Put `quantity` more into the cart. Raises `QuantityOutOfRange`, `OutOfStock`, `NotFound`."""
    _refuse_quantity(quantity)
    there = cart.quantities().get(product_id, 0)
    return change_quantity(cart=cart, product_id=product_id, quantity=there + quantity)


def change_quantity(*, cart: CartStore, product_id: int, quantity: int) -> CartItem:
    """Have exactly `quantity` in the cart. Raises `QuantityOutOfRange`, `OutOfStock`, `NotFound`."""
    _refuse_quantity(quantity)
    product = queries.products_for_sale().filter(pk=product_id).first()
    if product is None:
        raise NotFound(_("product"))
    if quantity > product.stock:
        raise OutOfStock(name=product.name, left=product.stock)
    cart.change(product_id, to=quantity)
    return CartItem(product, quantity)


def remove_from_cart(*, cart: CartStore, product_id: int) -> None:
    """Take a product out of the cart. Safe to repeat."""
    cart.change(product_id, to=0)


def merge_guest_cart(*, session: MutableMapping[str, Any], customer_id: int) -> None:
    """What a guest had in the cart goes into theirs as a customer; of each product, the larger number."""
    guest = GuestCart(session)
    keep_in_cart(customer_id=customer_id, quantities=guest.quantities())
    guest.clear()


def keep_in_cart(*, customer_id: int, quantities: dict[int, int]) -> None:
    """See that at least so many of each are in the customer's cart. Safe to repeat."""
    if not quantities:
        return
    with transaction.atomic():
        cart = lock_cart(customer_id)
        there = CustomerCart(customer_id).quantities()
        known = queries.products_by_id(quantities)
        wanted = {pk: min(max(there.get(pk, 0), quantities[pk]), MOST_OF_ONE) for pk in sorted(known)}
        CartLine.objects.bulk_create(
            [CartLine(cart=cart, product_id=pk, quantity=quantity) for pk, quantity in wanted.items()],
            update_conflicts=True,
            unique_fields=["cart", "product"],
            update_fields=["quantity"],
        )


def _refuse_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MOST_OF_ONE:
        raise QuantityOutOfRange(MOST_OF_ONE)
