"""Orders are rewarded after their payment, dated by their delivery, and found if a worker died."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rewards.enums import Activity
from rewards.models import Accrual, RewardProgramSettings
from tests.factories.checkout import pay
from tests.factories.earning import make_fixed_rule, make_rule, money
from tests.factories.rewards import make_policy, make_reward_wallet
from tests.factories.storefront import CategoryFactory, ProductFactory, fill_cart, make_order
from tests.factories.wallets import make_user, make_wallet
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.orders import mark_delivered, mark_order_paid, mark_shipped
from wallet_project.storefront.services.rewarding import (
    promise_for_cart,
    promise_for_product,
    reward_order,
    reward_sign_up,
    reward_waiting_orders,
)
from wallet_project.storefront.services.shopping import cart_contents
from wallet_project.storefront.tasks import reward_orders

pytestmark = pytest.mark.django_db


def paid_order(customer: Any, *lines: Any) -> Order:
    order = make_order(customer, *lines)
    return mark_order_paid(number=order.number, payment_id=uuid4())


def deliver(order: Order) -> Order:
    mark_shipped(number=order.number)
    return mark_delivered(number=order.number)


def accruals_of(order: Order) -> list[tuple[str, int, Any]]:
    found = Accrual.objects.filter(reference=order.number, activity=Activity.PURCHASE).order_by("id")
    return list(found.values_list("status", "amount", "matures_at"))


def test_an_order_is_rewarded_once_its_payment_has_committed(django_capture_on_commit_callbacks):
    make_rule()
    with django_capture_on_commit_callbacks(execute=True):
        order = paid_order(make_user())
    assert accruals_of(order) == [("pending", 12, None)]


def test_a_delivered_order_matures_after_the_time_to_return_it(django_capture_on_commit_callbacks):
    make_rule()
    RewardProgramSettings.objects.create(return_days=10)
    with django_capture_on_commit_callbacks(execute=True):
        order = deliver(paid_order(make_user()))
    assert order.delivered_at is not None
    assert accruals_of(order) == [("pending", 12, order.delivered_at + timedelta(days=10))]


def test_an_order_whose_worker_died_is_found_by_the_sweep_once():
    make_rule()
    order = deliver(paid_order(make_user()))
    assert accruals_of(order) == []
    assert reward_orders() == 1
    order.refresh_from_db()
    assert accruals_of(order) == [("pending", 12, order.delivered_at + timedelta(days=30))]
    assert reward_orders() == 0


def test_an_order_that_can_not_be_rewarded_does_not_hold_up_the_others(caplog):
    make_rule()
    broken, fine = paid_order(make_user()), paid_order(make_user())
    reward_order(number=broken.number, now=timezone.now())
    Order.objects.filter(pk=broken.pk).update(rewards_booked_at=None)
    broken.lines.update(quantity=2, line_total=25)
    Order.objects.filter(pk=broken.pk).update(items_total=25, total=25)
    assert reward_waiting_orders(now=timezone.now()) == 2
    assert f"Order {broken.number} could not be rewarded" in caplog.text
    assert [amount for _, amount, _ in accruals_of(fine)] == [12]


def test_an_unpaid_order_earns_nothing():
    make_rule()
    order = make_order(make_user())
    reward_order(number=order.number, now=timezone.now())
    assert accruals_of(order) == []
    assert reward_orders() == 0


def test_the_rules_of_the_day_of_payment_count():
    make_rule(ends_at=timezone.now() + timedelta(hours=1))
    order = paid_order(make_user())
    reward_order(number=order.number, now=timezone.now() + timedelta(days=3))
    assert [amount for _, amount, _ in accruals_of(order)] == [12]


@pytest.mark.django_db(transaction=True)
def test_what_reward_money_paid_earns_nothing_and_the_checkout_promised_so():
    customer = make_user()
    make_policy(most=10)
    make_reward_wallet("10.00", customer=customer)
    wallet = make_wallet("200.00", customer=customer)
    make_rule()
    order = make_order(customer, (ProductFactory(price=money("40.00 EUR")), 2))
    fill_cart(customer, *((line.product, line.quantity) for line in order.lines.select_related("product")))
    contents = cart_contents(CustomerCart(customer.pk))
    promised = promise_for_cart(contents, customer_id=customer.pk, rewarded=money("10.00 EUR"))
    pay(wallet, order.total, order_reference=order.number)
    assert [unit.amount for unit in promised.units] == [money("70 PTS")]
    assert accruals_of(order) == [("pending", 70, None)]


def test_products_and_carts_promise_by_shelf():
    coffee = CategoryFactory(slug="coffee")
    make_rule(multipliers=[{"name": "Coffee", "factor": 2, "categories": ["coffee"]}])
    beans, mug = ProductFactory(category=coffee), ProductFactory()
    customer = make_user()
    fill_cart(customer, (beans, 1), (mug, 2))
    assert [u.amount for u in promise_for_product(beans, customer_id=None).units] == [money("24 PTS")]
    assert [u.amount for u in promise_for_product(mug, customer_id=None).units] == [money("12 PTS")]
    promised = promise_for_cart(cart_contents(CustomerCart(customer.pk)), customer_id=customer.pk)
    assert ([unit.amount for unit in promised.units], promised.days) == ([money("49 PTS")], 30)


def test_promising_for_a_cart_costs_the_same_for_more_lines(query_count):
    make_rule()
    customer = make_user()
    fill_cart(customer, (ProductFactory(), 1))
    one = cart_contents(CustomerCart(customer.pk))
    fill_cart(customer, (ProductFactory(), 1), (ProductFactory(), 1))
    three = cart_contents(CustomerCart(customer.pk))
    assert (len(one.items), len(three.items)) == (1, 3)
    for contents in (one, three):
        assert contents.total
        with query_count(4):
            promise_for_cart(contents, customer_id=customer.pk)


def test_signing_up_is_rewarded(client):
    make_fixed_rule(Activity.SIGN_UP, 50)
    client.post("/account/signup/", {"email": "ana@example.com", "password1": "a long enough one"})
    accrual = Accrual.objects.get(wallet__customer__email="ana@example.com")
    assert (accrual.status, accrual.money) == ("available", money("50 PTS"))
    reward_sign_up(customer_id=accrual.wallet.customer_id)
    assert Accrual.objects.count() == 1
