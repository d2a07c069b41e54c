"""Goods leave the shelf when an order is placed, and return when it ends unpaid."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.exceptions import NotEnoughOnShelf, OutOfStock
from wallet_project.storefront.locks import lock_products
from wallet_project.storefront.models import Order, Product


def reserve_stock(quantities: Mapping[int, int]) -> dict[int, Product]:
    """Take goods off the shelf for an order; answers with the locked products.

    Raises `OutOfStock` for the first product that isn't for sale or isn't there in that number.
    """
    products = lock_products(quantities)
    for product_id, quantity in quantities.items():
        product = products[product_id]
        left = product.stock if _is_for_sale(product) else 0
        if quantity > left:
            raise OutOfStock(name=product.name, left=left)
    for product_id in sorted(products):
        Product.objects.filter(pk=product_id).update(stock=F("stock") - quantities[product_id])
    return products


def release_stock(order: Order) -> None:
    """Put the goods of a locked order back on the shelf."""
    quantities = quantities_of(order)
    for product_id in sorted(lock_products(quantities)):
        Product.objects.filter(pk=product_id).update(stock=F("stock") + quantities[product_id])


def change_stock(*, product_id: int, by: int) -> Product:
    """Put `by` more on the shelf, or fewer. Raises `NotEnoughOnShelf`, `NotFound`."""
    with transaction.atomic():
        product = lock_products([product_id]).get(product_id)
        if product is None:
            raise NotFound(_("product"))
        if product.stock + by < 0:
            raise NotEnoughOnShelf(left=product.stock)
        product.stock += by
        product.save(update_fields=["stock"])
        return product


def quantities_of(order: Order) -> dict[int, int]:
    return dict(order.lines.values_list("product_id", "quantity"))


def _is_for_sale(product: Product) -> bool:
    return product.is_active and str(product.price.currency) == settings.STORE_CURRENCY
