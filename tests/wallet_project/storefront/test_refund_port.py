"""Which lines an order of this shop has, as refunds see them."""

import pytest
from djmoney.money import Money

from refunds.ports import Delivery
from refunds.services import LineWanted
from tests.factories.checkout import pay
from tests.factories.refunds import refund
from tests.factories.storefront import make_delivered_order, make_order
from tests.factories.wallets import balances, make_wallet
from wallet_project.core.money import to_minor
from wallet_project.storefront.models import Order
from wallet_project.storefront.refund_port import StorefrontOrderLines

pytestmark = pytest.mark.django_db


@pytest.fixture
def wallet():
    return make_wallet("100.00")


@pytest.fixture
def order(wallet):
    return make_order(wallet.customer)


def test_the_lines_of_an_order_and_its_delivery_sum_to_what_it_cost(order):
    Order.objects.filter(pk=order.pk).update(shipping=3, total=order.items_total.amount + 3)
    lines = StorefrontOrderLines().lines_of(order.number)
    cost = Order.objects.get(pk=order.pk).total
    assert sum(to_minor(line.total) for line in lines) == to_minor(cost)
    assert [line.reference for line in lines] == [str(order.lines.get().pk), "delivery"]


def test_an_order_without_delivery_costs_has_goods_alone(order):
    Order.objects.filter(pk=order.pk).update(shipping=0, total=order.items_total.amount)
    assert not any(line.is_delivery for line in StorefrontOrderLines().lines_of(order.number))


def test_an_order_that_is_not_known_has_no_lines():
    assert StorefrontOrderLines().lines_of("0") == ()


def test_it_hears_of_a_delivery_once_the_parcel_has_arrived(wallet):
    order = make_order(wallet.customer)
    assert StorefrontOrderLines().delivery_of(order.number) == Delivery(None)
    arrived = make_delivered_order(wallet.customer)
    assert StorefrontOrderLines().delivery_of(arrived.number) == Delivery(arrived.delivered_at)
    assert StorefrontOrderLines().delivery_of("0") is None


def test_a_line_of_a_real_order_is_refunded(wallet, order):
    payment = pay(wallet, Money(order.total.amount, "EUR"), order_reference=order.number).payment
    before = balances(wallet)[0]
    done = refund(payment, lines=[LineWanted(str(order.lines.get().pk))])
    assert (done.status, done.money) == ("done", Money("12.50", "EUR"))
    assert Money(balances(wallet)[0], "EUR") == Money(before, "EUR") + done.money
