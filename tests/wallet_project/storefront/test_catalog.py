from pathlib import Path

import pytest
from django.conf import settings
from djmoney.money import Money

from wallet_project.core.money import to_minor
from wallet_project.storefront.catalog import load_catalog
from wallet_project.storefront.models import Category, DeliveryRate, Product

pytestmark = pytest.mark.django_db
IMAGES = Path(settings.BASE_DIR) / "static" / "img"


def test_the_shop_has_its_own_pictures_each_drawn_once():
    load_catalog()
    assert Product.objects.count() >= 24
    assert Category.objects.count() >= 5
    drawings = [(IMAGES / product.picture).read_text() for product in Product.objects.all()]
    assert len(set(drawings)) == len(drawings)
    assert all(
        "<svg" in drawing and "http" not in drawing.replace("www.w3.org", "", 1)[60:] for drawing in drawings
    )


def test_loading_again_keeps_price_stock_and_number_of_products():
    first = load_catalog()
    Product.objects.update(price=Money("1.00", "EUR"), stock=1)
    DeliveryRate.objects.update(price="9.00")
    assert load_catalog() == first == Product.objects.count()
    assert not Product.objects.exclude(price=Money("1.00", "EUR"), stock=1).exists()
    assert str(DeliveryRate.objects.get().price) == "9.000"


@pytest.mark.parametrize("currency", settings.CURRENCIES)
def test_prices_have_the_currencys_own_decimals(currency, settings):
    settings.STORE_CURRENCY = currency
    load_catalog()
    assert all(to_minor(product.price) > 0 for product in Product.objects.all())
    assert {str(product.price.currency) for product in Product.objects.all()} == {currency}
