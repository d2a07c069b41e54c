from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.storefront import ProductFactory, make_order
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.exceptions import OrderStateError, QuantityOutOfRange
from wallet_project.storefront.models import OrderLine
from wallet_project.storefront.services.missing import mark_out_of_stock
from wallet_project.storefront.services.orders import mark_order_paid, mark_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid():
    order = make_order(make_user(), (ProductFactory(), 3))
    return mark_order_paid(number=order.number, payment_id=uuid4())


def mark(order, quantity=2, **changes):
    arguments = {"number": order.number, "line_id": order.lines.get().pk, "quantity": quantity}
    return mark_out_of_stock(**{**arguments, "now": timezone.now(), **changes})


def test_a_part_of_a_paid_line_is_marked_once(paid):
    first = mark(paid, 2)
    again = mark(paid, 3)
    assert (first.missing, again.missing) == (2, 2)
    assert OrderLine.objects.get().out_of_stock_at == first.out_of_stock_at


@pytest.mark.parametrize("quantity", [0, -1, 4])
def test_more_than_was_bought_is_refused(paid, quantity):
    with pytest.raises(QuantityOutOfRange):
        mark(paid, quantity)
    assert OrderLine.objects.get().missing == 0


def test_an_order_that_is_not_paid_or_was_sent_is_refused(paid):
    waiting = make_order(make_user())
    mark_shipped(number=paid.number)
    for order in (waiting, paid):
        with pytest.raises(OrderStateError):
            mark(order, 1)
    assert not OrderLine.objects.exclude(missing=0).exists()


def test_a_line_of_another_order_is_not_found(paid):
    other = make_order(make_user())
    with pytest.raises(NotFound):
        mark(paid, 1, line_id=other.lines.get().pk)


@pytest.mark.parametrize("fields", [{"missing": 4}, {"missing": 0}, {"out_of_stock_at": None}])
def test_the_database_refuses_nonsense(paid, fields):
    mark(paid)
    with (
        pytest.raises(IntegrityError, match="order_line_misses_at_most_what_was_bought"),
        transaction.atomic(),
    ):
        OrderLine.objects.update(**fields)
