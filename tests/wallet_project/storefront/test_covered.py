"""What a customer's credit buys, in which order, and why."""

from __future__ import annotations

import pytest
from djmoney.money import Money

from tests.factories.storefront import CategoryFactory, ProductFactory, make_delivered_order, make_order
from tests.factories.wallets import make_user
from wallet_project.storefront.covered import covered_products

pytestmark = pytest.mark.django_db


def covered(customer, credit="12.50", limit=8):
    found = covered_products(customer_id=customer.pk, credit=Money(credit, "EUR"), limit=limit)
    return [(one.product.name, one.because) for one in found]


def test_only_what_is_in_stock_for_sale_and_costs_no_more():
    customer = make_user()
    ProductFactory(name="Just so")
    ProductFactory(name="Dearer", price=Money("12.51", "EUR"))
    ProductFactory(name="Sold out", stock=0)
    ProductFactory(name="Put away", is_active=False)
    ProductFactory(name="In dollars", price=Money("1.00", "USD"))
    assert covered(customer) == [("Just so", "")]
    assert covered(customer, "12.49") == []


def test_shelves_from_which_most_was_bought_come_first_and_say_why():
    customer, tea, mugs, rest = make_user(), *CategoryFactory.create_batch(3)
    earl, cup = ProductFactory(name="Earl", category=tea), ProductFactory(name="Cup", category=mugs)
    make_delivered_order(customer, (earl, 1), (cup, 3))
    ProductFactory(name="Lamp", category=rest, is_featured=True)
    ProductFactory(name="Spoon", category=rest)
    ProductFactory(name="Sencha", category=tea)
    ProductFactory(name="Beaker", category=mugs)
    assert covered(customer) == [("Beaker", "Cup"), ("Sencha", "Earl"), ("Lamp", ""), ("Spoon", "")]


def test_the_newest_of_a_shelf_is_the_reason():
    customer, tea = make_user(), CategoryFactory()
    for name in ("Earl", "Assam"):
        make_delivered_order(customer, (ProductFactory(name=name, category=tea), 1))
    ProductFactory(name="Sencha", category=tea)
    assert covered(customer) == [("Sencha", "Assam")]


def test_what_was_not_paid_or_bought_by_another_does_not_count():
    customer, tea = make_user(), CategoryFactory()
    make_order(customer, (ProductFactory(name="Earl", category=tea), 1))
    make_delivered_order(make_user(), (ProductFactory(name="Assam", category=tea), 1))
    assert covered(customer) == [("Earl", ""), ("Assam", "")]


@pytest.mark.parametrize("rows", [1, 3])
def test_two_queries_however_much_was_bought(query_count, rows):
    customer = make_user()
    make_delivered_order(customer, *((product, 1) for product in ProductFactory.create_batch(rows)))
    ProductFactory.create_batch(rows)
    with query_count(2):
        covered(customer)
