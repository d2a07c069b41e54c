from uuid import uuid4

import pytest

from tests.factories.storefront import ProductFactory, in_cart, make_order, on_the_shelf, status_of
from tests.factories.wallets import make_user
from wallet_project.storefront.order_port import StorefrontOrders
from wallet_project.storefront.services.orders import attach_payment, cancel_order, expire_order

pytestmark = pytest.mark.django_db
orders = StorefrontOrders()


def captured(order, payment_id):
    return orders.payment_captured(order_reference=order.number, payment_id=str(payment_id))


def failed(order, payment_id):
    orders.payment_failed(order_reference=order.number, payment_id=str(payment_id), reason="No funds.")


def test_a_waiting_order_takes_the_money_once_and_again():
    order, payment_id = make_order(make_user()), uuid4()
    assert captured(order, payment_id)
    assert captured(order, payment_id)
    assert status_of(order) == "paid"


@pytest.mark.parametrize("end", [cancel_order, expire_order])
def test_an_ended_order_refuses_the_money(end):
    order = make_order(make_user())
    end(number=order.number)
    ended = status_of(order)
    assert not captured(order, uuid4())
    assert status_of(order) == ended


def test_an_unknown_order_refuses_the_money():
    assert not orders.payment_captured(order_reference="10000000", payment_id=str(uuid4()))


def test_another_payment_than_the_orders_is_refused():
    order = make_order(make_user())
    attach_payment(number=order.number, payment_id=uuid4())
    assert not captured(order, uuid4())
    assert status_of(order) == "pending_payment"


def test_a_failed_payment_gives_the_goods_back_once():
    customer, product, payment_id = make_user(), ProductFactory(stock=10), uuid4()
    order = make_order(customer, (product, 2))
    failed(order, payment_id)
    failed(order, payment_id)
    assert (status_of(order), on_the_shelf(product)) == ("payment_failed", 10)
    assert in_cart(customer) == {product.name: 2}
    order.refresh_from_db()
    assert order.status_note == "No funds."


def test_a_failure_of_another_payment_does_not_touch_the_order():
    order = make_order(make_user())
    attach_payment(number=order.number, payment_id=uuid4())
    failed(order, uuid4())
    assert status_of(order) == "pending_payment"


def test_a_late_failure_does_not_touch_a_paid_order():
    order, payment_id = make_order(make_user()), uuid4()
    captured(order, payment_id)
    failed(order, payment_id)
    assert status_of(order) == "paid"


def test_a_failure_after_the_cancellation_changes_nothing():
    product = ProductFactory(stock=10)
    order = make_order(make_user(), (product, 2))
    cancel_order(number=order.number)
    failed(order, uuid4())
    assert (status_of(order), on_the_shelf(product)) == ("canceled", 10)


def test_an_order_is_described_by_its_number():
    assert orders.describe("10000042") == "Order #10000042"
