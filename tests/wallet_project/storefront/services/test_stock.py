import pytest

from tests.factories.storefront import ProductFactory, on_the_shelf
from tests.support.threads import at_once, kinds
from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.exceptions import NotEnoughOnShelf
from wallet_project.storefront.services.stock import change_stock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("by", "left"), [(5, 15), (-10, 0), (0, 10)])
def test_goods_are_put_on_the_shelf_and_taken_off(by, left):
    product = ProductFactory(stock=10)
    change_stock(product_id=product.pk, by=by)
    assert on_the_shelf(product) == left


def test_more_than_there_is_can_not_be_taken_off():
    product = ProductFactory(stock=10)
    with pytest.raises(NotEnoughOnShelf):
        change_stock(product_id=product.pk, by=-11)
    assert on_the_shelf(product) == 10


def test_an_unknown_product_is_not_found():
    with pytest.raises(NotFound):
        change_stock(product_id=1, by=1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing():
    product = ProductFactory(stock=10)
    results = at_once(lambda: change_stock(product_id=product.pk, by=-3), times=5)
    assert kinds(results) == {"Product": 3, "NotEnoughOnShelf": 2}
    assert on_the_shelf(product) == 1
