from dataclasses import replace
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from djmoney.money import Money

from tests.factories.storefront import (
    ADDRESS,
    ProductFactory,
    fill_cart,
    in_cart,
    make_order,
    on_the_shelf,
)
from tests.factories.wallets import make_user
from tests.support.threads import at_once, kinds
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.storefront.exceptions import CartIsEmpty, OutOfStock, TotalChanged
from wallet_project.storefront.models import DeliveryRate, Order, OrderLine, Product
from wallet_project.storefront.services.placing import place_order

pytestmark = pytest.mark.django_db


def test_a_cart_becomes_an_order_with_todays_prices():
    customer, product = make_user(), ProductFactory(price=Money("12.50", "EUR"), stock=10)
    order = make_order(customer, (product, 3))
    line = order.lines.get()
    assert (line.name, line.unit_price, line.quantity, line.line_total) == (
        product.name,
        Money("12.50", "EUR"),
        3,
        Money("37.50", "EUR"),
    )
    assert (order.status, order.total, order.city) == ("pending_payment", Money("37.50", "EUR"), "Sofia")
    assert on_the_shelf(product) == 7
    assert in_cart(customer) == {}


def test_delivery_is_added_below_the_free_sum_and_not_from_it_on():
    DeliveryRate.objects.create(currency="EUR", price="4.90", free_from="50")
    product = ProductFactory(price=Money("12.50", "EUR"))
    cheap, dear = make_order(make_user(), (product, 1)), make_order(make_user(), (product, 4))
    assert (cheap.shipping, cheap.total) == (Money("4.90", "EUR"), Money("17.40", "EUR"))
    assert (dear.shipping, dear.total) == (Money("0", "EUR"), Money("50.00", "EUR"))


def test_the_same_form_sent_twice_is_one_order():
    customer, product, key = make_user(), ProductFactory(stock=10), uuid4()
    first = make_order(customer, (product, 2), key=key)
    second = place_order(customer_id=customer.pk, address=ADDRESS, key=key)
    assert second == first
    assert on_the_shelf(product) == 8


def test_the_same_form_with_another_address_is_refused():
    customer, key = make_user(), uuid4()
    make_order(customer, key=key)
    with pytest.raises(IdempotencyConflict):
        place_order(customer_id=customer.pk, address=replace(ADDRESS, city="Varna"), key=key)
    assert Order.objects.count() == 1


def test_two_customers_may_have_the_same_form_key():
    key = uuid4()
    assert make_order(make_user(), key=key) != make_order(make_user(), key=key)


def test_an_empty_cart_is_not_ordered():
    with pytest.raises(CartIsEmpty):
        place_order(customer_id=make_user().pk, address=ADDRESS, key=uuid4())
    assert not Order.objects.exists()


@pytest.mark.parametrize("changes", [{"stock": 1}, {"is_active": False}, {"price": Money("9", "USD")}])
def test_what_can_not_be_sold_is_refused_and_nothing_moves(changes):
    customer, product = make_user(), ProductFactory(stock=5)
    fill_cart(customer, (product, 2))
    for name, value in changes.items():
        setattr(product, name, value)
    product.save()
    with pytest.raises(OutOfStock) as refused:
        place_order(customer_id=customer.pk, address=ADDRESS, key=uuid4())
    assert product.name in str(refused.value)
    assert not Order.objects.exists()
    assert on_the_shelf(product) == product.stock
    assert in_cart(customer) == {product.name: 2}


def test_another_total_than_the_customer_agreed_to_is_refused():
    customer, product = make_user(), ProductFactory(price=Money("12.50", "EUR"), stock=5)
    fill_cart(customer, (product, 1))
    with pytest.raises(TotalChanged):
        place_order(customer_id=customer.pk, address=ADDRESS, key=uuid4(), agreed_total=Money("12.49", "EUR"))
    assert on_the_shelf(product) == 5
    assert in_cart(customer) == {product.name: 1}


def test_a_later_price_does_not_touch_the_order():
    product = ProductFactory(price=Money("12.50", "EUR"))
    order = make_order(make_user(), (product, 1))
    Product.objects.update(price=Money("99", "EUR"), name="Another name")
    assert Order.objects.get().total == Money("12.50", "EUR")
    assert order.lines.get().name == product.name


@pytest.mark.parametrize(
    "change",
    ["total = total + 1", "shipping = -1, total = items_total - 1", "status = 'free'", "currency = 'USD'"],
)
def test_the_database_refuses_an_order_that_is_wrong(change):
    from django.db import connection

    make_order(make_user())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE storefront_order SET {change}")


def test_the_database_refuses_a_line_whose_sum_is_wrong():
    order = make_order(make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.filter(order=order).update(quantity=2)


def test_the_database_refuses_negative_stock():
    product = ProductFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(stock=-1)


def test_order_numbers_tell_nothing_of_the_next_one():
    product = ProductFactory(stock=100)
    numbers = [int(make_order(make_user(), (product, 1)).number) for _ in range(20)]
    assert all(10_000_000 <= number <= 99_999_999 for number in numbers)
    assert sorted(numbers) != numbers
    assert min(abs(a - b) for a, b in pairwise(numbers)) > 1


@pytest.mark.django_db(transaction=True)
def test_ten_customers_at_once_buy_the_last_three():
    product = ProductFactory(stock=3)
    customers = [make_user() for _ in range(10)]
    for customer in customers:
        fill_cart(customer, (product, 1))
    results = at_once(
        *(lambda pk=c.pk: place_order(customer_id=pk, address=ADDRESS, key=uuid4()) for c in customers)
    )
    assert kinds(results) == {"Order": 3, "OutOfStock": 7}
    assert on_the_shelf(product) == 0
    assert Order.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_eight_times_at_once_is_one_order():
    customer, product, key = make_user(), ProductFactory(stock=10), uuid4()
    fill_cart(customer, (product, 2))
    results = at_once(lambda: place_order(customer_id=customer.pk, address=ADDRESS, key=key), times=8)
    assert kinds(results) == {"Order": 8}
    assert len({order.number for order in results}) == 1
    assert on_the_shelf(product) == 8


@pytest.mark.django_db(transaction=True)
def test_two_tabs_order_one_cart_once():
    customer, product = make_user(), ProductFactory(stock=10)
    fill_cart(customer, (product, 2))
    results = at_once(lambda: place_order(customer_id=customer.pk, address=ADDRESS, key=uuid4()), times=4)
    assert kinds(results) == {"Order": 1, "CartIsEmpty": 3}
    assert on_the_shelf(product) == 8
