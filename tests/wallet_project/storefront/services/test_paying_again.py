"""An order whose money came too late is ordered again and paid with that money: once, and only as agreed."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from djmoney.money import Money

from tests.factories.late_orders import address_of, too_late
from tests.factories.rewards import make_policy, make_reward_wallet
from tests.factories.storefront import ProductFactory, fill_cart, in_cart, make_order, on_the_shelf
from tests.factories.wallets import balances, credit, make_wallet
from tests.support.locks import without_row_locks
from tests.support.refunds import everything_agrees
from tests.support.threads import at_once, kinds
from wallet_project.checkout import services as checkout
from wallet_project.checkout.models import Payment, RescuedPayment
from wallet_project.core.exceptions import InsufficientFunds, NotFound
from wallet_project.storefront.exceptions import NotPayableAgain, OutOfStock, TotalChanged
from wallet_project.storefront.models import DeliveryRate, Order, Product
from wallet_project.storefront.services.checkout import call_off_order
from wallet_project.storefront.services.paying_again import offer_again, pay_again
from wallets.exceptions import WalletFrozen
from wallets.services import freeze_wallet, place_hold, void_hold

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def product():
    return ProductFactory(name="Moka pot", price=Money("12.50", "EUR"), stock=10)


@pytest.fixture
def wallet():
    return make_wallet("0")


@pytest.fixture
def late(fake, wallet, product):
    return too_late(fake, wallet, product)


def again(late, total="25.00", **changes):
    arguments = {"customer_id": late.customer_id, "number": late.number, "agreed_total": Money(total, "EUR")}
    return pay_again(**{**arguments, "address_of": address_of, **changes})


def nothing_moved(wallet, product, *, balance="25.00", stock=10):
    assert balances(wallet) == (balance, "0.00")
    assert on_the_shelf(product) == stock
    assert not Payment.objects.filter(status="captured").exists()


def test_a_late_order_is_offered_again_at_the_same_price(late, product):
    offer = offer_again(late)
    assert (offer.total, offer.wallet, offer.reward) == (
        Money("25", "EUR"),
        Money("25", "EUR"),
        Money("0", "EUR"),
    )
    assert (offer.problem, offer.has_another_total) == ("", False)
    assert [(line.item.product, line.before) for line in offer.lines] == [(product, None)]
    assert offer.rescued == RescuedPayment.objects.get()


def test_it_is_paid_with_what_came_late_and_goes_to_the_same_address(late, wallet, product):
    order = again(late)
    order.refresh_from_db()
    assert (order.status, order.replaces, order.city) == ("paid", late, "Sofia")
    assert [(line.product, line.quantity) for line in order.lines.all()] == [(product, 2)]
    assert balances(wallet) == ("0.00", "0.00")
    assert on_the_shelf(product) == 8
    assert RescuedPayment.objects.get().used_for == order.number
    late.refresh_from_db()
    assert late.status == "canceled"
    everything_agrees()


def test_wallet_and_reward_money_that_were_to_pay_pay_again(fake, product):
    wallet = make_wallet("5.00")
    make_policy()
    make_reward_wallet("3.00", customer=wallet.customer)
    late = too_late(fake, wallet, product, by_wallet="5.00", by_reward="2.00")
    assert balances(wallet) == ("23.00", "0.00")
    again(late)
    payment = Payment.objects.get(status="captured")
    assert {tender.kind: str(tender.captured_money.amount) for tender in payment.tenders.all()} == {
        "reward": "2.00",
        "wallet": "23.00",
    }
    everything_agrees()


def test_it_leaves_the_cart_where_a_failed_order_has_put_it(late, product):
    other = ProductFactory(name="Tea")
    fill_cart(late.customer, (product, 2), (other, 1))
    again(late)
    assert in_cart(late.customer) == {"Tea": 1}


def test_twenty_clicks_at_once_are_one_order(late, wallet, product):
    results = at_once(lambda: again(late), times=20)
    assert kinds(results) == {"Order": 20}
    assert len({order.pk for order in results}) == 1
    assert (balances(wallet), on_the_shelf(product)) == (("0.00", "0.00"), 8)
    assert Order.objects.filter(replaces=late).count() == 1
    everything_agrees()


def test_without_the_orders_lock_only_the_database_keeps_it_to_one(late, wallet, monkeypatch):
    credit(wallet, "100.00")
    without_row_locks(monkeypatch, Order)
    results = at_once(lambda: again(late), times=10)
    assert kinds(results).get("IntegrityError", 0) > 0
    assert Order.objects.filter(replaces=late).count() == 1


def test_the_last_one_on_the_shelf_is_sold_once(fake, product):
    wallets = [make_wallet("0") for _ in range(3)]
    lates = [too_late(fake, wallet, product, quantity=1) for wallet in wallets]
    Product.objects.update(stock=1)
    results = at_once(*(lambda one=one: again(one, "12.50") for one in lates))
    assert kinds(results) == {"Order": 1, "OutOfStock": 2}
    assert on_the_shelf(product) == 0
    assert sorted(balances(wallet)[0] for wallet in wallets) == ["0.00", "12.50", "12.50"]


def test_goods_that_are_gone_are_refused_in_words(late, wallet, product):
    Product.objects.update(stock=1)
    assert offer_again(late).problem == "Only 1 of Moka pot is left."
    with pytest.raises(OutOfStock):
        again(late)
    nothing_moved(wallet, product, stock=1)


def test_another_price_is_said_and_has_to_be_agreed_to(late, wallet, product):
    Product.objects.update(price=Money("11.00", "EUR"))
    offer = offer_again(late)
    assert (offer.total, offer.has_another_total) == (Money("22", "EUR"), True)
    assert offer.lines[0].before == Money("12.50", "EUR")
    with pytest.raises(TotalChanged):
        again(late, "25.00")
    nothing_moved(wallet, product)
    again(late, "22.00")
    assert balances(wallet) == ("3.00", "0.00")


def test_delivery_that_costs_something_since_is_part_of_the_total(late):
    DeliveryRate.objects.create(currency="EUR", price="4.90")
    offer = offer_again(late)
    assert (offer.total, offer.has_another_total) == (Money("29.90", "EUR"), True)
    assert "25.00" in offer.problem


def test_money_that_was_spent_since_is_not_there(late, wallet, product):
    place_hold(wallet_id=wallet.pk, amount=Money("1.00", "EUR"), key="h")
    assert "€24.00" in offer_again(late).problem
    with pytest.raises(InsufficientFunds):
        again(late)
    assert (balances(wallet), on_the_shelf(product)) == (("24.00", "1.00"), 10)
    assert not Payment.objects.filter(status="captured").exists()


def test_a_frozen_wallet_pays_nothing(late, wallet, product):
    freeze_wallet(wallet_id=wallet.pk, reason="x")
    assert "frozen" in offer_again(late).problem
    with pytest.raises((NotPayableAgain, WalletFrozen)):
        again(late)
    nothing_moved(wallet, product)


def test_after_a_refusal_it_can_be_tried_again(late, wallet):
    hold = place_hold(wallet_id=wallet.pk, amount=Money("1.00", "EUR"), key="h")
    with pytest.raises(InsufficientFunds):
        again(late)
    void_hold(hold_id=hold.pk)
    assert again(late).replaces == late
    assert balances(wallet) == ("0.00", "0.00")


def test_a_process_that_died_before_paying_pays_on_the_next_click(late, wallet, monkeypatch):
    def die(**_about):
        raise RuntimeError("power cut")

    monkeypatch.setattr(checkout, "authorize_payment", die)
    with pytest.raises(RuntimeError):
        again(late)
    monkeypatch.undo()
    assert Order.objects.get(replaces=late).status == "pending_payment"
    assert again(late) == Order.objects.get(replaces=late)
    assert Order.objects.get(replaces=late).status == "paid"
    assert balances(wallet) == ("0.00", "0.00")


def test_an_order_whose_money_did_not_come_late_is_not_payable_again(wallet, product):
    fill_cart(wallet.customer, (product, 1))
    order = make_order(wallet.customer, (product, 1))
    call_off_order(number=order.number, reason="x")
    order.refresh_from_db()
    assert offer_again(order) is None
    with pytest.raises(NotPayableAgain):
        again(order, "12.50")


def test_anothers_order_is_not_found(late, wallet, product):
    with pytest.raises(NotFound):
        again(late, customer_id=make_wallet("50").customer_id)
    nothing_moved(wallet, product)


def test_the_database_lets_an_order_be_replaced_once(late):
    order = again(late)
    copy = Order.objects.get(pk=order.pk)
    copy.pk, copy.number, copy.key = None, "99999999", uuid4()
    with pytest.raises(IntegrityError, match="order_is_replaced_once"), transaction.atomic():
        copy.save(force_insert=True)
