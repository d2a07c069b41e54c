"""What rewards of activities about products are booked under: each earns once for its reference."""

from __future__ import annotations

from datetime import date

from wallet_project.storefront.models import Product


def review_reference(product: Product) -> str:
    """One for each product, in the wallet of who wrote the review."""
    return f"review:{product.sku}"


def share_reference(product: Product, day: date) -> str:
    """One for each product and day of the customer's clock."""
    return f"share:{product.sku}:{day.isoformat()}"
