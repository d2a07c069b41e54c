"""What a product costs, and what it cost before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import require_positive
from wallet_project.storefront.locks import lock_products
from wallet_project.storefront.models import PriceChange, Product


def change_price(*, product_id: int, price: Money, actor_id: int | None, now: datetime) -> Product:
    """Sell a product for another price from now on, and keep the change in its history.

    `actor_id` is the staff member, None the store's own back end. The price that it has is no change.
    Raises `AmountError`, `NotFound`. Safe to repeat.
    """
    price = require_positive(price)
    with transaction.atomic():
        product = lock_products([product_id]).get(product_id)
        if product is None:
            raise NotFound(_("product"))
        if product.price == price:
            return product
        PriceChange.objects.create(
            product=product, before=product.price, after=price, changed_at=now, changed_by_id=actor_id
        )
        product.price = price
        product.save(update_fields=["price", "price_currency"])
        return product
