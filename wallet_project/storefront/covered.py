"""What a customer's credit buys: goods that it covers, those first that suit what they bought before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Value, When
from djmoney.money import Money

from wallet_project.storefront.models import OrderLine, Product
from wallet_project.storefront.queries import products_for_sale

# So many of the newest lines of a customer's orders are looked at, and of so many shelves.
LINES: Final = 200
SHELVES: Final = 5


@dataclass(frozen=True, slots=True)
class CoveredProduct:
    """A product, and what the customer bought last from its shelf; empty for nothing."""

    product: Product
    because: str


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought: products by key, and of each shelf, most bought first, the last name."""

    products: frozenset[int]
    shelves: dict[int, str]


def covered_products(*, customer_id: int, credit: Money, limit: int) -> list[CoveredProduct]:
    """Products in stock that cost at most `credit`, in two queries.

    First those from shelves from which the customer has bought most, then what is on the front page,
    then the rest. What they have bought already is left out: the shop doesn't know what gets used up.
    """
    bought = _bought(customer_id)
    ranks = [When(category_id=shelf, then=Value(rank)) for rank, shelf in enumerate(bought.shelves)]
    order = (Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()),) if ranks else ()
    goods = products_for_sale().filter(stock__gt=0, price__lte=credit.amount, price_currency=credit.currency)
    fitting = goods.exclude(pk__in=bought.products).order_by(*order, "-is_featured", "pk")[:limit]
    return [CoveredProduct(one, bought.shelves.get(one.category_id, "")) for one in fitting]


def _bought(customer_id: int) -> Bought:
    lines = OrderLine.objects.filter(order__customer_id=customer_id, order__paid_at__isnull=False)
    newest = lines.order_by("-pk").values_list("product_id", "product__category_id", "name", "quantity")
    products, numbers, names = set[int](), Counter[int](), dict[int, str]()
    for product, shelf, name, quantity in newest[:LINES]:
        products.add(product)
        numbers[shelf] += quantity
        names.setdefault(shelf, name)
    most = [shelf for shelf, _number in numbers.most_common(SHELVES)]
    return Bought(frozenset(products), {shelf: names[shelf] for shelf in most})
