"""The shop in the admin."""

from wallet_project.storefront.admin import catalog, orders, reviews

__all__ = ["catalog", "orders", "reviews"]
