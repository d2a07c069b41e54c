"""The shop in the admin."""

from wallet_project.storefront.admin import catalog, orders

__all__ = ["catalog", "orders"]
