"""The shop's goods, as the rewards choose among them."""

import pytest

from rewards.catalog import get_catalog
from tests.factories.storefront import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db


def test_goods_by_reference_and_name_in_the_order_of_names():
    tea = CategoryFactory(slug="tea", name="Tea")
    ProductFactory(slug="mug", name="Mug", category=tea)
    ProductFactory(slug="jug", name="Jug", category=tea, is_active=False)
    catalog = get_catalog()
    assert catalog.products() == [("jug", "Jug"), ("mug", "Mug")]
    assert catalog.categories() == [("tea", "Tea")]


def test_a_store_without_a_catalog_has_none(settings):
    settings.REWARDS_CATALOG = ""
    assert get_catalog() is None
