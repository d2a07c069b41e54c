"""What the page of an order says of sending something back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from djmoney.money import Money

from refunds.services import LineWanted
from tests.factories.checkout import pay
from tests.factories.returns import ask
from tests.factories.storefront import ProductFactory, make_order
from tests.factories.wallets import make_wallet
from wallet_project.checkout.models import Payment
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.orders import mark_order_paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(client) -> Order:
    """Three teas for 37.50, paid from the wallet."""
    wallet = make_wallet("100.00")
    client.force_login(wallet.customer)
    order = make_order(wallet.customer, (ProductFactory(name="Earl Grey"), 3))
    total = Money(order.total.amount, "EUR")
    payment = pay(wallet, total, order_reference=order.number).payment
    mark_order_paid(number=order.number, payment_id=payment.pk)
    return Order.objects.get(pk=order.pk)


def page_of(client, order) -> str:
    return " ".join(client.get(f"/orders/{order.number}/").content.decode().split())


def test_an_order_on_its_way_says_how_long_and_leads_to_the_form(client, order):
    page = page_of(client, order)
    assert "It can be sent back until 30 days after it is delivered." in page
    assert f'href="/returns/new/{order.number}/"' in page
    form = client.get(f"/returns/new/{order.number}/").content.decode()
    assert "Earl Grey" in form
    assert f'href="/orders/{order.number}/"' in form


def test_an_order_that_is_not_paid_says_nothing_of_returns(client, order):
    waiting = make_order(order.customer)
    assert "If something is wrong" not in page_of(client, waiting)


def test_a_delivered_order_says_until_when(client, order):
    Payment.objects.update(settled_at=timezone.now() - timedelta(days=50))
    Order.objects.update(delivered_at=timezone.now() - timedelta(days=29))
    until = timezone.localtime(timezone.now() + timedelta(days=1))
    words = f"It can be sent back until {date_format(until, 'j F Y')}, 30 days after it was delivered."
    assert words in page_of(client, order)
    assert words in " ".join(client.get(f"/returns/new/{order.number}/").content.decode().split())


def test_an_order_whose_time_is_over_says_so_and_no_more(client, order):
    Order.objects.update(delivered_at=timezone.now() - timedelta(days=31))
    page = page_of(client, order)
    assert "that time is over" in page
    assert "A person looks at each request" not in page
    assert f'href="/returns/new/{order.number}/"' not in page


def test_returns_of_the_order_are_listed_and_what_is_left_can_be_returned(client, order):
    payment, line = Payment.objects.get(), str(order.lines.get().pk)
    found = ask(payment, lines=[LineWanted(line, 1)])
    page = page_of(client, order)
    assert f'href="/returns/{found.pk}/"' in page
    assert "1 × Earl Grey" in page
    assert "Return something" in page
    ask(payment, lines=[LineWanted(line, 2)])
    page = page_of(client, order)
    assert "All of this order was returned or refunded" in page


def test_an_order_that_cost_nothing_gives_no_money_back(client, order):
    Payment.objects.update(order_reference="0")
    assert "No money was paid for this order" in page_of(client, order)


def test_the_page_asks_as_often_with_three_returns_as_with_one(client, order, django_assert_max_num_queries):
    payment, line = Payment.objects.get(), str(order.lines.get().pk)
    ask(payment, lines=[LineWanted(line, 1)])
    with django_assert_max_num_queries(60) as one:
        page_of(client, order)
    ask(payment, lines=[LineWanted(line, 1)])
    with django_assert_max_num_queries(60) as two:
        page_of(client, order)
    assert len(one) == len(two)
