from datetime import UTC, datetime
from uuid import uuid4

import pytest

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.storefront import (
    ProductFactory,
    fill_cart,
    in_cart,
    make_order,
    on_the_shelf,
    status_of,
)
from tests.factories.wallets import make_user
from tests.support.threads import at_once, kinds
from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.exceptions import OrderStateError
from wallet_project.storefront.services.orders import (
    attach_payment,
    cancel_order,
    expire_order,
    fail_order,
    mark_delivered,
    mark_order_paid,
    mark_shipped,
)

pytestmark = pytest.mark.django_db
ENDINGS = [cancel_order, expire_order, fail_order]


def test_a_paid_order_is_shipped_and_delivered():
    order = make_order(make_user())
    number, now = order.number, datetime(2026, 11, 23, tzinfo=UTC)
    paid = mark_order_paid(number=number, payment_id=uuid4())
    assert (paid.status, paid.paid_at is not None) == ("paid", True)
    assert mark_shipped(number=number, now=now).shipped_at == now
    assert mark_delivered(number=number, now=now).status == "delivered"


def test_paying_twice_with_the_same_payment_is_once():
    order, payment_id = make_order(make_user()), uuid4()
    first = mark_order_paid(number=order.number, payment_id=payment_id)
    second = mark_order_paid(number=order.number, payment_id=payment_id)
    assert second.paid_at == first.paid_at


def test_a_late_word_of_the_payment_does_not_undo_the_shipping():
    order, payment_id = make_order(make_user()), uuid4()
    mark_order_paid(number=order.number, payment_id=payment_id)
    mark_shipped(number=order.number)
    assert mark_order_paid(number=order.number, payment_id=payment_id).status == "shipped"


def test_another_payment_is_refused():
    order = make_order(make_user())
    mark_order_paid(number=order.number, payment_id=uuid4())
    with pytest.raises(OrderStateError):
        mark_order_paid(number=order.number, payment_id=uuid4())


def test_an_order_keeps_the_first_payment_that_was_attached():
    order, first = make_order(make_user()), uuid4()
    attach_payment(number=order.number, payment_id=first)
    assert attach_payment(number=order.number, payment_id=uuid4()).payment_id == first


@pytest.mark.parametrize(("end", "kept"), [(cancel_order, {}), (expire_order, None), (fail_order, None)])
def test_an_order_that_ends_unpaid_gives_its_goods_back(end, kept):
    customer, product = make_user(), ProductFactory(stock=10)
    order = make_order(customer, (product, 4))
    end(number=order.number, reason="Because.")
    assert on_the_shelf(product) == 10
    assert in_cart(customer) == ({product.name: 4} if kept is None else kept)


@pytest.mark.parametrize("end", ENDINGS)
def test_ending_twice_gives_the_goods_back_once(end):
    product = ProductFactory(stock=10)
    order = make_order(make_user(), (product, 4))
    end(number=order.number)
    end(number=order.number)
    assert on_the_shelf(product) == 10


@pytest.mark.parametrize("first", ENDINGS)
@pytest.mark.parametrize("second", ENDINGS)
def test_an_ended_order_does_not_end_in_another_way(first, second):
    if first is second:
        return
    product = ProductFactory(stock=10)
    order = make_order(make_user(), (product, 4))
    first(number=order.number)
    ended = status_of(order)
    with pytest.raises(OrderStateError):
        second(number=order.number)
    assert status_of(order) == ended
    assert on_the_shelf(product) == 10


@pytest.mark.parametrize("end", ENDINGS)
def test_a_paid_order_does_not_end_unpaid(end):
    product = ProductFactory(stock=10)
    order = make_order(make_user(), (product, 4))
    mark_order_paid(number=order.number, payment_id=uuid4())
    with pytest.raises(OrderStateError) as refused:
        end(number=order.number)
    assert order.number in str(refused.value)
    assert on_the_shelf(product) == 6
    assert status_of(order) == "paid"


@pytest.mark.parametrize("end", ENDINGS)
def test_an_ended_order_is_not_paid(end):
    order = make_order(make_user())
    end(number=order.number)
    with pytest.raises(OrderStateError):
        mark_order_paid(number=order.number, payment_id=uuid4())


@pytest.mark.parametrize("step", [mark_shipped, mark_delivered])
def test_an_unpaid_order_is_neither_shipped_nor_delivered(step):
    order = make_order(make_user())
    with pytest.raises(OrderStateError):
        step(number=order.number)
    assert status_of(order) == "pending_payment"


def test_goods_that_come_back_join_what_is_in_the_cart():
    customer, product, other = make_user(), ProductFactory(stock=10), ProductFactory()
    order = make_order(customer, (product, 4))
    fill_cart(customer, (product, 1), (other, 2))
    fail_order(number=order.number)
    assert in_cart(customer) == {product.name: 4, other.name: 2}


def test_an_unknown_order_is_not_found():
    with pytest.raises(NotFound):
        cancel_order(number="10000000")


def test_the_customer_is_told_once_why_it_ended():
    order = make_order(make_user())
    cancel_order(number=order.number, reason="The store canceled it.")
    cancel_order(number=order.number, reason="Again.")
    message = OutboxMessage.objects.get(kind="order_canceled")
    assert (message.recipient_id, details_of(message)["reason"]) == (
        order.customer_id,
        "The store canceled it.",
    )


@pytest.mark.django_db(transaction=True)
def test_canceling_and_failing_at_once_gives_the_goods_back_once():
    product = ProductFactory(stock=10)
    order = make_order(make_user(), (product, 4))
    results = at_once(
        lambda: cancel_order(number=order.number), lambda: fail_order(number=order.number), times=4
    )
    assert kinds(results) == {"Order": 4, "OrderStateError": 4}
    assert on_the_shelf(product) == 10


@pytest.mark.django_db(transaction=True)
def test_paying_and_canceling_at_once_is_one_of_the_two():
    product = ProductFactory(stock=10)
    order, payment_id = make_order(make_user(), (product, 4)), uuid4()
    results = at_once(
        lambda: mark_order_paid(number=order.number, payment_id=payment_id),
        lambda: cancel_order(number=order.number),
    )
    assert kinds(results) == {"Order": 1, "OrderStateError": 1}
    assert (status_of(order), on_the_shelf(product)) in [("paid", 6), ("canceled", 10)]
