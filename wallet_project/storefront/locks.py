"""Row locks of the shop. Always in this order: order, cart, products by primary key, review."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.models import Cart, Order, Product, Review


def lock_order(number: str) -> Order:
    """The order, locked until the transaction ends. Raises `NotFound`."""
    require_transaction()
    try:
        return Order.objects.select_for_update().get(number=number)
    except Order.DoesNotExist as error:
        raise NotFound("order") from error


def lock_cart(customer_id: int) -> Cart:
    """The customer's cart, made if it isn't there, locked until the transaction ends."""
    require_transaction()
    Cart.objects.get_or_create(customer_id=customer_id)
    return Cart.objects.select_for_update().get(customer_id=customer_id)


def lock_products(ids: Iterable[int]) -> dict[int, Product]:
    """Products by id, locked in primary-key order, so that two orders can't wait for each other."""
    require_transaction()
    rows = Product.objects.select_for_update().filter(pk__in=sorted(ids)).order_by("pk")
    return {product.pk: product for product in rows}


def lock_review(review_id: int) -> Review:
    """The review, locked until the transaction ends. Raises `NotFound`."""
    require_transaction()
    rows = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("product")
    review = rows.filter(pk=review_id).first()
    if review is None:
        raise NotFound(_("review"))
    return review
