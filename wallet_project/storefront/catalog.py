"""The demo shop's goods: what stands on its shelves when it opens."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from djmoney.money import Money

from wallet_project.core.money import decimals_of
from wallet_project.storefront.models import Category, DeliveryRate, Product

DATA: Final = Path(__file__).parent / "data" / "catalog.json"

# The prices in the file are in euro. For a demo in another currency they are scaled to what people
# there are used to see; these are no rates of exchange.
SCALE: Final = {
    "EUR": Decimal(1),
    "USD": Decimal(1),
    "INR": Decimal(80),
    "JPY": Decimal(150),
    "KWD": Decimal("0.3"),
}
DELIVERY: Final = Decimal("4.90")
FREE_DELIVERY_FROM: Final = Decimal(60)


@transaction.atomic
def load_catalog() -> int:
    """Load categories, products and the delivery price; answers with how many products there are.

    Safe to repeat: what is there keeps its price and its stock, so that a shop in use is not reset.
    """
    data = json.loads(DATA.read_text(encoding="utf-8"))
    shelves = {row["slug"]: _category(row) for row in data["categories"]}
    for row in data["products"]:
        _product(row, shelves[row["category"]])
    DeliveryRate.objects.get_or_create(
        currency=settings.STORE_CURRENCY,
        defaults={"price": _price(DELIVERY), "free_from": _price(FREE_DELIVERY_FROM)},
    )
    return len(data["products"])


def _category(row: dict[str, Any]) -> Category:
    shelf, _ = Category.objects.update_or_create(slug=row["slug"], defaults=row)
    return shelf


def _product(row: dict[str, Any], shelf: Category) -> None:
    words = {name: row[name] for name in ("sku", "name", "summary", "description", "picture")}
    first = {
        **words,
        "category": shelf,
        "price": Money(_price(Decimal(row["price"])), settings.STORE_CURRENCY),
        "stock": row["stock"],
        "weight_grams": row["weight_grams"],
        "is_featured": row["is_featured"],
    }
    Product.objects.update_or_create(
        slug=row["slug"], defaults={**words, "category": shelf}, create_defaults=first
    )


def _price(euro: Decimal) -> Decimal:
    currency = settings.STORE_CURRENCY
    scaled = euro * SCALE.get(currency, Decimal(1))
    return scaled.quantize(Decimal(1).scaleb(-decimals_of(currency)))
