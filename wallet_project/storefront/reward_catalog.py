"""The shop's goods, as the rewards choose among them."""

from __future__ import annotations

from collections.abc import Sequence

from wallet_project.storefront.models import Category, Product


class StorefrontCatalog:
    """Implements `rewards.catalog.Catalog` for this shop. References are slugs."""

    def products(self) -> Sequence[tuple[str, str]]:
        return list(Product.objects.order_by("name").values_list("slug", "name"))

    def categories(self) -> Sequence[tuple[str, str]]:
        return list(Category.objects.order_by("name").values_list("slug", "name"))
