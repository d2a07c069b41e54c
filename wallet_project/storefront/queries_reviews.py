"""Reading reviews. Nothing here locks or writes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import Avg, Count

from wallet_project.storefront.enums import OrderStatus, ReviewStatus
from wallet_project.storefront.models import Order, OrderLine, Review

NEWEST: Final = 3
PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """How many reviews of a product are shown, and their average to one decimal (None without any)."""

    count: int
    average: Decimal | None

    @property
    def stars(self) -> int:
        """The average in whole stars, for drawings."""
        return 0 if self.average is None else int(self.average.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some reviews, newest first; `older` is the key of the next page."""

    rows: list[Review]
    older: int | None


def summary_of(product_id: int) -> Summary:
    shown = Review.objects.filter(product_id=product_id, status=ReviewStatus.APPROVED)
    found = shown.aggregate(count=Count("pk"), average=Avg("stars"))
    if not found["count"]:
        return Summary(0, None)
    return Summary(found["count"], Decimal(found["average"]).quantize(Decimal("0.1"), ROUND_HALF_UP))


def shown_reviews(product_id: int, *, before: int | None = None, size: int = PAGE_SIZE) -> ReviewPage:
    """A page of a product's approved reviews with their writers, by key."""
    found = Review.objects.filter(product_id=product_id, status=ReviewStatus.APPROVED)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("customer").order_by("-pk")[: size + 1])
    shown = rows[:size]
    return ReviewPage(shown, older=shown[-1].pk if len(rows) > size else None)


def own_review(*, customer_id: int, product_id: int) -> Review | None:
    """What this customer wrote about a product, shown or not."""
    return Review.objects.filter(customer_id=customer_id, product_id=product_id).first()


def lines_with_reviews(order: Order) -> list[tuple[OrderLine, Review | None]]:
    """The lines of an order with what its customer wrote about each product."""
    lines = list(order.lines.select_related("product"))
    if order.status != OrderStatus.DELIVERED:
        return [(line, None) for line in lines]
    products = [line.product_id for line in lines]
    written = Review.objects.filter(customer_id=order.customer_id, product_id__in=products)
    by_product = {review.product_id: review for review in written}
    return [(line, by_product.get(line.product_id)) for line in lines]
