"""A voucher on an order: what is to be paid, to the smallest coin, and whose it is when the order ends."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.texts import details_of
from rewards.models import Voucher
from tests.factories.notifications import given_out
from tests.factories.offers import age_voucher, make_voucher
from tests.factories.rewards import make_policy, make_reward_wallet
from tests.factories.storefront import ADDRESS, ProductFactory, fill_cart, in_cart, make_order
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.threads import at_once, kinds
from wallet_project.checkout.models import Payment
from wallet_project.core.money import to_minor
from wallet_project.storefront.exceptions import OrderStateError, TotalChanged
from wallet_project.storefront.models import Cart, DeliveryRate, Order
from wallet_project.storefront.services.checkout import PaymentChoice, order_and_pay
from wallet_project.storefront.services.orders import (
    cancel_order,
    expire_order,
    fail_order,
    mark_order_paid,
    settle_free_order,
)

pytestmark = pytest.mark.django_db


def put(voucher):
    """The voucher into its owner's cart."""
    Cart.objects.update_or_create(
        customer_id=voucher.customer_id, defaults={"voucher_reference": str(voucher.pk)}
    )


def ordered(voucher, *lines, **changes):
    """An order with this voucher: of one thing for 12.50, unless lines are given."""
    put(voucher)
    return make_order(voucher.customer, *lines, **changes)


def thing(price, currency="EUR", **fields):
    return ProductFactory(price=Money(price, currency), **fields)


def state(voucher):
    voucher.refresh_from_db()
    return voucher.status, voucher.order_reference


def amounts(order):
    return [to_minor(one) for one in (order.items_total, order.discount, order.shipping, order.total)]


@pytest.mark.parametrize(
    ("currency", "offer", "prices", "expected", "shares"),
    [
        ("EUR", {"amount": 500}, ["20.00", "10.00"], [3000, 500, 490, 2990], [333, 167]),
        ("EUR", {"amount": 500}, ["3.00"], [300, 300, 490, 490], [300]),
        ("EUR", {"kind": "percent", "percent": 15, "most": 9900}, ["9.99"], [999, 149, 490, 1340], [149]),
        ("EUR", {"kind": "percent", "percent": 50, "most": 1000}, ["80.00"], [8000, 1000, 0, 7000], [1000]),
        ("JPY", {"amount": 300}, ["1000", "2001"], [3001, 300, 4, 2705], [100, 200]),
        ("JPY", {"kind": "percent", "percent": "12.5", "most": 900}, ["1255"], [1255, 156, 4, 1103], [156]),
        ("KWD", {"amount": 1250}, ["2.500", "0.005"], [2505, 1250, 4900, 6155], [1248, 2]),
        ("KWD", {"kind": "percent", "percent": 10, "most": 900}, ["7.777"], [7777, 777, 4900, 11900], [777]),
    ],
)
def test_what_an_order_with_a_voucher_costs(settings, currency, offer, prices, expected, shares):
    settings.STORE_CURRENCY = currency
    price = {"EUR": "4.90", "JPY": "4", "KWD": "4.900"}[currency]
    free_from = {"EUR": "60", "JPY": "5000", "KWD": "20"}[currency]
    DeliveryRate.objects.create(currency=currency, price=price, free_from=free_from)
    voucher = make_voucher(currency=currency, **{"amount": None} | offer)
    order = ordered(voucher, *((thing(price, currency), 1) for price in prices))
    assert amounts(order) == expected
    assert [to_minor(line.discount) for line in order.lines.all()] == shares
    assert state(voucher) == ("reserved", order.number)


def test_a_voucher_for_a_product_takes_one_piece_off():
    honey, tea = thing("8.40", slug="honey"), thing("5.00")
    voucher = make_voucher(kind="product", product="honey")
    order = ordered(voucher, (tea, 1), (honey, 3))
    assert amounts(order) == [3020, 840, 0, 2180]
    assert [to_minor(line.to_pay) for line in order.lines.all()] == [500, 1680]


def test_paid_it_is_used():
    voucher = make_voucher()
    order = ordered(voucher)
    payment = uuid4()
    for _time in range(2):
        mark_order_paid(number=order.number, payment_id=payment)
    assert state(voucher) == ("used", order.number)


@pytest.mark.parametrize("end", [cancel_order, expire_order, fail_order])
def test_an_order_that_comes_to_nothing_gives_it_back(end):
    voucher = make_voucher()
    order = ordered(voucher)
    for _time in range(2):
        end(number=order.number)
    assert state(voucher) == ("ready", "")
    assert Cart.objects.get().voucher_reference == ("" if end is cancel_order else str(voucher.pk))
    again = ordered(voucher)
    assert state(voucher) == ("reserved", again.number)


def test_another_voucher_in_the_cart_stays_there():
    customer = make_user()
    first, second = make_voucher(customer), make_voucher(customer)
    order = ordered(first)
    put(second)
    fail_order(number=order.number)
    assert Cart.objects.get().voucher_reference == str(second.pk)
    assert state(first) == ("ready", "")


def test_a_voucher_that_is_gone_asks_the_customer_again():
    voucher = make_voucher(valid_days=1)
    age_voucher(voucher, minutes=1)
    product = thing("12.50")
    with pytest.raises(TotalChanged):
        ordered(voucher, (product, 1), agreed_total=Money("7.50", "EUR"))
    assert not Order.objects.exists()
    assert amounts(ordered(voucher, (product, 1), agreed_total=Money("12.50", "EUR"))) == [1250, 0, 0, 1250]


def test_a_refused_order_leaves_the_voucher_in_the_cart():
    voucher = make_voucher()
    with pytest.raises(TotalChanged):
        ordered(voucher, agreed_total=Money("12.50", "EUR"))
    assert state(voucher) == ("ready", "")
    assert Cart.objects.get().voucher_reference == str(voucher.pk)


def test_an_order_placed_twice_by_one_form_takes_one_voucher():
    voucher = make_voucher()
    key = uuid4()
    first = ordered(voucher, key=key)
    assert make_order(voucher.customer, key=key).pk == first.pk
    assert state(voucher) == ("reserved", first.number)


# --- Paid by the voucher alone --------------------------------------------------------------------


def pay(customer, total, key=None, **choice):
    return order_and_pay(
        customer_id=customer.pk,
        address=ADDRESS,
        key=key or uuid4(),
        agreed_total=Money(total, "EUR"),
        choice=PaymentChoice(
            wallet_amount=Money(choice.get("wallet", "0"), "EUR"),
            reward_amount=Money(choice.get("reward", "0"), "EUR"),
            saved_card_id=None,
            save_card=False,
        ),
        address_of=lambda name, number: f"http://shop.test/{name}/{number}",
    )


def test_an_order_that_costs_nothing_is_paid_without_a_tender():
    voucher = make_voucher(amount=2000)
    put(voucher)
    fill_cart(voucher.customer, (thing("12.50"), 1))
    key = uuid4()
    order, redirect_url = pay(voucher.customer, "0", key)
    again, _url = pay(voucher.customer, "0", key)
    assert (order.status, order.total, order.payment_id, redirect_url) == (
        "paid",
        Money("0", "EUR"),
        None,
        "",
    )
    assert (again.pk, state(voucher)) == (order.pk, ("used", order.number))
    assert not Payment.objects.exists()
    said = details_of(given_out("order_paid"))
    assert (said["discount"], said["total"]) == ("−€12.50", "€0.00")


def test_what_costs_something_is_not_settled_for_nothing():
    order = ordered(make_voucher())
    with pytest.raises(OrderStateError):
        settle_free_order(number=order.number)
    assert Order.objects.get().status == "pending_payment"


def test_the_database_refuses_an_order_that_is_paid_by_nothing():
    order = ordered(make_voucher())
    with pytest.raises(IntegrityError, match="paid_order_has_a_time_and_a_payment"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(status="paid", paid_at=timezone.now())
    with pytest.raises(IntegrityError, match="order_discount_comes_from_a_voucher"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(voucher_reference="")


def test_the_database_refuses_two_orders_with_one_voucher():
    voucher = make_voucher()
    order, other = ordered(voucher), ordered(make_voucher())
    with pytest.raises(IntegrityError, match="voucher_serves_one_order"), transaction.atomic():
        Order.objects.filter(pk=other.pk).update(voucher_reference=order.voucher_reference)


# --- With payment ---------------------------------------------------------------------------------


def test_the_rest_is_paid_by_the_wallet_and_the_letter_tells_of_the_voucher():
    wallet = make_wallet("20.00")
    voucher = make_voucher(wallet.customer)
    put(voucher)
    fill_cart(wallet.customer, (thing("12.50"), 1))
    order, _url = pay(wallet.customer, "7.50", wallet="7.50")
    assert (order.status, balances(wallet)) == ("paid", ("12.50", "0.00"))
    assert state(voucher) == ("used", order.number)
    context = details_of(given_out("order_paid"))
    assert (context["discount"], context["total"]) == ("−€5.00", "€7.50")


@pytest.mark.parametrize(("with_coupon", "rewards_pay"), [(True, "2.50"), (False, "0.00")])
def test_the_cap_of_reward_money_knows_of_the_voucher(with_coupon, rewards_pay):
    make_policy(most="2.50", with_coupon=with_coupon)
    wallet = make_wallet("20.00")
    make_reward_wallet("10.00", customer=wallet.customer)
    put(make_voucher(wallet.customer))
    fill_cart(wallet.customer, (thing("12.50"), 1))
    chosen = str(Money("7.50", "EUR").amount - Money(rewards_pay, "EUR").amount)
    pay(wallet.customer, "7.50", wallet=chosen, reward=rewards_pay)
    tenders = {one.kind: str(one.money.amount) for one in Payment.objects.get().tenders.all()}
    assert tenders == {"wallet": chosen} | ({"reward": rewards_pay} if with_coupon else {})


# --- At once --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_cancel_and_pay_at_once_use_it_or_give_it_back():
    for _round in range(4):
        voucher = make_voucher()
        order = ordered(voucher)
        payment = uuid4()
        results = at_once(
            lambda order=order: cancel_order(number=order.number),
            lambda order=order, payment=payment: mark_order_paid(number=order.number, payment_id=payment),
        )
        assert kinds(results) == {"Order": 1, "OrderStateError": 1}
        ended = Order.objects.get(pk=order.pk).status
        assert (ended, state(voucher)) in {("canceled", ("ready", "")), ("paid", ("used", order.number))}


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_at_once_one_has_the_voucher():
    voucher = make_voucher()
    product = thing("12.50", stock=50)
    put(voucher)
    fill_cart(voucher.customer, (product, 1))
    orders = at_once(lambda: make_order(voucher.customer, (product, 1)), times=4)
    discounts = sorted(to_minor(one.discount) for one in orders if isinstance(one, Order))
    assert discounts[-1] == 500
    assert discounts[:-1] == [0] * (len(discounts) - 1)
    assert Voucher.objects.get().status == "reserved"


@pytest.mark.django_db(transaction=True)
def test_a_free_order_settled_and_canceled_at_once_is_one_of_the_two():
    for _round in range(4):
        voucher = make_voucher(amount=5000)
        order = ordered(voucher)
        results = at_once(
            lambda order=order: settle_free_order(number=order.number),
            lambda order=order: cancel_order(number=order.number),
        )
        assert kinds(results) == {"Order": 1, "OrderStateError": 1}
        ended = Order.objects.get(pk=order.pk).status
        assert (ended, state(voucher)) in {("canceled", ("ready", "")), ("paid", ("used", order.number))}
        assert in_cart(voucher.customer) == {}
