"""What activities about a product earn, in words for its customer."""

from __future__ import annotations

from datetime import datetime

from wallet_project.storefront.models import Product


def review_promise(*, customer_id: int | None, product: Product, now: datetime) -> str:
    """What an approved review of this product earns, like "20 points"; empty if nothing."""
    return ""


def share_promise(*, customer_id: int | None, product: Product, now: datetime) -> str:
    """What sharing this product earns, like "5 points"; empty if nothing."""
    return ""
