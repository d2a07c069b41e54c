from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.storefront import ProductFactory, in_cart, make_order, on_the_shelf, status_of
from tests.factories.wallets import balances, make_user, make_wallet
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import settle_payment
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.checkout import PaymentChoice, order_and_pay
from wallet_project.storefront.services.stale import end_stale_orders
from wallet_project.storefront.tasks import cancel_stale_orders

pytestmark = pytest.mark.django_db(transaction=True)
PRODUCTS = 2


def later(**how_long):
    return timezone.now() + timedelta(**how_long)


@pytest.fixture
def product():
    return ProductFactory(stock=10)


@pytest.fixture
def wallet():
    return make_wallet("20.00")


def begin(wallet, product, fake):
    """An order of 25.00 that waits on the payment page, 20.00 of it held in the wallet."""
    from uuid import uuid4

    from djmoney.money import Money

    from tests.factories.storefront import ADDRESS, fill_cart

    fill_cart(wallet.customer, (product, PRODUCTS))
    return order_and_pay(
        customer_id=wallet.customer_id,
        address=ADDRESS,
        key=uuid4(),
        agreed_total=Money("25.00", "EUR"),
        choice=PaymentChoice(Money("20.00", "EUR"), Money(0, "EUR"), saved_card_id=None, save_card=False),
        address_of=lambda name, number: f"http://shop.test/{name}/{number}",
    )


def test_an_order_that_never_came_to_a_payment_ends_after_an_hour(product):
    customer = make_user()
    order = make_order(customer, (product, 3))
    assert end_stale_orders(now=later(minutes=59)) == 0
    assert end_stale_orders(now=later(minutes=61)) == 1
    assert end_stale_orders(now=later(minutes=61)) == 0
    assert (status_of(order), on_the_shelf(product)) == ("expired", 10)
    assert in_cart(customer) == {product.name: 3}


def test_an_abandoned_payment_page_is_closed_and_everything_is_free_again(wallet, product, fake):
    order, url = begin(wallet, product, fake)
    assert balances(wallet) == ("0.00", "20.00")
    assert end_stale_orders(now=later(minutes=61)) == 1
    assert (status_of(order), on_the_shelf(product)) == ("expired", 10)
    assert balances(wallet) == ("20.00", "0.00")
    assert fake.pay(url, card="4242424242424242").status != 303


def test_an_order_whose_bank_is_at_work_waits_for_days(wallet, product, fake):
    order, url = begin(wallet, product, fake)
    fake.pay_by_bank(url, method="netbanking", outcome="never")
    settle_payment(payment_id=Payment.objects.get().pk)
    assert end_stale_orders(now=later(days=6)) == 0
    assert status_of(order) == "pending_payment"
    assert end_stale_orders(now=later(days=8)) == 1
    assert status_of(order) == "expired"


def test_a_paid_order_is_left_alone(wallet, product, fake):
    order, url = begin(wallet, product, fake)
    fake.pay(url, card="4242424242424242")
    settle_payment(payment_id=Payment.objects.get().pk)
    assert end_stale_orders(now=later(days=30)) == 0
    assert status_of(order) == "paid"


def test_the_task_does_it_by_the_clock(product):
    order = make_order(make_user(), (product, 3))
    Order.objects.update(placed_at=timezone.now() - timedelta(hours=2))
    assert cancel_stale_orders() == 1
    assert status_of(order) == "expired"
