"""What the shop reads. Nothing here locks or writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.models import Category, DeliveryRate, Order, Product

T = TypeVar("T")

PAGE_SIZE: Final = 12
ORDERS_PAGE_SIZE: Final = 20


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the keys of the pages before and after them (None where there is none)."""

    rows: list[T]
    newer: int | None
    older: int | None


def shown_categories() -> QuerySet[Category]:
    return Category.objects.all()


def products_for_sale() -> QuerySet[Product]:
    """Products in the store's currency that a customer may buy, sold out ones among them."""
    return Product.objects.filter(is_active=True, price_currency=settings.STORE_CURRENCY)


def featured_products(limit: int) -> list[Product]:
    return list(products_for_sale().filter(is_featured=True).order_by("pk")[:limit])


def matching_products(text: str) -> QuerySet[Product]:
    """Products whose name, summary or category has every word of `text`."""
    found = products_for_sale()
    for word in text.split()[:8]:
        found = found.filter(
            Q(name__icontains=word) | Q(summary__icontains=word) | Q(category__name__icontains=word)
        )
    return found


def delivery_rate(currency: str) -> DeliveryRate | None:
    return DeliveryRate.objects.filter(currency=currency).first()


def get_order(*, customer_id: int, number: str) -> Order:
    """The customer's own order. Raises `NotFound`, for another's too."""
    try:
        return Order.objects.get(customer_id=customer_id, number=number)
    except Order.DoesNotExist as error:
        raise NotFound("order") from error


def orders_page(*, customer_id: int, before: int | None, after: int | None) -> Page[Order]:
    """A customer's orders, newest first, by key: those before one, or those after one."""
    orders = Order.objects.filter(customer_id=customer_id).prefetch_related("lines__product")
    return page_by_key(orders, before=before, after=after, size=ORDERS_PAGE_SIZE)


def page_by_key(rows: QuerySet[Order], *, before: int | None, after: int | None, size: int) -> Page[Order]:
    """One page of rows, newest first. One row more than shown tells whether there is a next page."""
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        shown, more = found[:size][::-1], len(found) > size
        return Page(shown, newer=shown[0].pk if more else None, older=shown[-1].pk if shown else None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    shown, more = found[:size], len(found) > size
    newer = shown[0].pk if shown and before is not None else None
    return Page(shown, newer=newer, older=shown[-1].pk if more else None)


def order_of_form(*, customer_id: int, key: UUID) -> Order | None:
    """The order that this form has already made, if it has."""
    return Order.objects.filter(customer_id=customer_id, key=key).first()


def last_order(customer_id: int) -> Order | None:
    return Order.objects.filter(customer_id=customer_id).order_by("-pk").first()


def products_by_id(ids: Iterable[int]) -> dict[int, Product]:
    """With their categories."""
    return Product.objects.select_related("category").in_bulk(list(ids))


@dataclass(frozen=True)
class ProductSort:
    """An order of a product list: by one column, then by primary key, so that a key names a place."""

    column: str
    descending: bool = False


PRODUCT_SORTS: Final = {
    "name": ProductSort("name"),
    "cheapest": ProductSort("price"),
    "dearest": ProductSort("price", descending=True),
    "newest": ProductSort("pk", descending=True),
}


def products_page(
    products: QuerySet[Product], *, sort: str, after: int | None, before: int | None
) -> Page[Product]:
    """One page of products, by key. `older` is the key of the next page, `newer` of the one before."""
    order = PRODUCT_SORTS.get(sort, PRODUCT_SORTS["name"])
    key = after or before
    anchor = Product.objects.filter(pk=key).first() if key else None
    backward = anchor is not None and after is None
    if anchor is not None:
        products = products.filter(_beyond(order, anchor, backward=backward))
    found = list(products.order_by(*_columns(order, backward=backward))[: PAGE_SIZE + 1])
    shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    if backward:
        shown.reverse()
    has_newer, has_older = (more, True) if backward else (anchor is not None, more)
    return Page(
        shown,
        newer=shown[0].pk if shown and has_newer else None,
        older=shown[-1].pk if shown and has_older else None,
    )


def _columns(order: ProductSort, *, backward: bool) -> list[str]:
    sign = "-" if order.descending != backward else ""
    return [f"{sign}{order.column}", f"{sign}pk"]


def _beyond(order: ProductSort, anchor: Product, *, backward: bool) -> Q:
    compare = "lt" if order.descending != backward else "gt"
    value = anchor.price.amount if order.column == "price" else getattr(anchor, order.column)
    further = Q(**{f"{order.column}__{compare}": value})
    return further | Q(**{order.column: value, f"pk__{compare}": anchor.pk})
