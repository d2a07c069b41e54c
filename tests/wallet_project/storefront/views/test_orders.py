from uuid import uuid4

import pytest
from django.test import Client

from tests.factories.checkout import pay
from tests.factories.storefront import ADDRESS, ProductFactory, make_order, on_the_shelf, status_of
from tests.factories.wallets import make_user, make_wallet
from wallet_project.checkout.services import settle_payment, void_payment
from wallet_project.storefront.services.orders import cancel_order, expire_order, fail_order, mark_order_paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(client):
    customer = make_user()
    client.force_login(customer)
    return customer


@pytest.mark.parametrize("page", ["", "state/", "returned/", "cancel/"])
def test_another_customers_order_is_not_found(client, customer, page):
    order = make_order(make_user())
    assert client.get(f"/orders/{order.number}/{page}").status_code == 404


def test_another_customers_order_is_not_canceled(client, customer):
    order = make_order(make_user())
    assert client.post(f"/orders/{order.number}/cancel/").status_code == 404
    assert status_of(order) == "pending_payment"


@pytest.mark.parametrize("page", ["", "state/", "returned/", "cancel/"])
def test_a_guest_is_asked_to_sign_in(client, page):
    order = make_order(make_user())
    response = client.get(f"/orders/{order.number}/{page}")
    assert response.url.startswith("/account/login/")


def test_only_the_customers_own_orders_are_listed(client, customer):
    own, other = make_order(customer), make_order(make_user())
    page = client.get("/orders/").content.decode()
    assert f"#{own.number}" in page
    assert other.number not in page


def test_orders_are_paged_by_key(client, customer):
    product = ProductFactory(stock=100)
    numbers = [make_order(customer, (product, 1)).number for _ in range(45)][::-1]
    seen, address = [], "/orders/"
    while address:
        page = client.get(address).context["page"]
        seen += [order.number for order in page.rows]
        address = f"/orders/?before={page.older}" if page.older else ""
    assert seen == numbers
    last = client.get(f"/orders/?before={page.rows[0].pk + 1}").context["page"]
    back = client.get(f"/orders/?after={last.newer}").context["page"]
    assert [order.number for order in back.rows] == numbers[20:40]


def test_a_waiting_order_asks_again_by_itself_and_can_be_reloaded_by_hand(client, customer):
    order = make_order(customer)
    page = client.get(f"/orders/{order.number}/").content.decode()
    assert 'hx-trigger="every 3s"' in page
    assert "Reload to see whether it has arrived" in page
    assert "Waiting for payment" in page


def test_nothing_is_sent_while_nothing_has_changed(client, customer):
    order = make_order(customer)
    seen = client.get(f"/orders/{order.number}/").context["seen"]
    assert client.get(f"/orders/{order.number}/state/?seen={seen}").status_code == 204
    assert client.get(f"/orders/{order.number}/state/?seen=waiting").status_code == 200
    fail_order(number=order.number)
    assert client.get(f"/orders/{order.number}/state/?seen={seen}").status_code == 200


def test_a_paid_order_asks_no_more(client, customer):
    order = make_order(customer)
    mark_order_paid(number=order.number, payment_id=uuid4())
    fragment = client.get(f"/orders/{order.number}/state/").content.decode()
    assert "every 3s" not in fragment
    assert "Thank you!" in fragment
    assert "<html" not in fragment


def test_a_failed_order_says_why_and_where_the_goods_are(client, customer):
    order = make_order(customer)
    fail_order(number=order.number, reason="The card has expired.")
    page = client.get(f"/orders/{order.number}/").content.decode()
    assert "The card has expired." in page
    assert "Your goods are back in the cart." in page
    assert "reserved" not in page


def test_canceling_asks_first(client, customer):
    product = ProductFactory(stock=10)
    order = make_order(customer, (product, 2))
    assert "Cancel order" in client.get(f"/orders/{order.number}/cancel/").content.decode()
    assert status_of(order) == "pending_payment"
    client.post(f"/orders/{order.number}/cancel/")
    client.post(f"/orders/{order.number}/cancel/")
    assert (status_of(order), on_the_shelf(product)) == ("canceled", 10)


def test_a_paid_order_is_not_canceled_and_says_so(client, customer):
    order = make_order(customer)
    mark_order_paid(number=order.number, payment_id=uuid4())
    response = client.post(f"/orders/{order.number}/cancel/", follow=True)
    assert status_of(order) == "paid"
    assert f"Order #{order.number} is “Paid”" in response.content.decode()


def test_a_form_of_another_site_cancels_nothing():
    client, customer = Client(enforce_csrf_checks=True), make_user()
    client.force_login(customer)
    order = make_order(customer)
    assert client.post(f"/orders/{order.number}/cancel/").status_code == 403
    assert status_of(order) == "pending_payment"


def test_stored_html_in_an_address_is_shown_as_text(client, customer):
    from dataclasses import replace

    evil = "<img src=x onerror=alert(1)>"
    order = make_order(customer, address=replace(ADDRESS, full_name=evil, street=evil))
    page = client.get(f"/orders/{order.number}/").content.decode()
    assert evil not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("orders", [1, 3])
def test_the_list_costs_the_same_queries_however_long(client, customer, query_count, orders):
    product, other = ProductFactory(stock=100), ProductFactory(stock=100)
    for _ in range(orders):
        make_order(customer, (product, 1), (other, 1))
    with query_count(8):
        client.get("/orders/")


@pytest.mark.parametrize("lines", [1, 3])
def test_an_order_costs_the_same_queries_however_many_lines(client, customer, query_count, lines):
    order = make_order(customer, *((product, 1) for product in ProductFactory.create_batch(lines)))
    with query_count(8):
        client.get(f"/orders/{order.number}/")


def paid_in_part(customer, balance):
    """An order whose wallet part is held and whose card part waits on the payment page."""
    order, wallet = make_order(customer), make_wallet(balance, customer=customer)
    return order, pay(wallet, order.total, order_reference=order.number).payment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [cancel_order, expire_order, fail_order])
@pytest.mark.parametrize(("balance", "freed"), [("8.00", True), ("0", False)])
def test_an_ended_order_says_what_is_free_again_if_anything_was_reserved(
    client, customer, fake, end, balance, freed
):
    order, payment = paid_in_part(customer, balance)
    end(number=order.number)
    void_payment(payment_id=payment.pk, reason="over")
    page = client.get(f"/orders/{order.number}/state/").content.decode()
    assert ("€8.00 that was reserved in your wallet is free again." in page) is freed
    assert ("free again" in page) is freed


@pytest.mark.django_db(transaction=True)
def test_what_is_still_reserved_is_not_said_to_be_free(client, customer, fake):
    order, _payment = paid_in_part(customer, "8.00")
    cancel_order(number=order.number)
    assert "free again" not in client.get(f"/orders/{order.number}/state/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_card_that_paid_too_late_is_named_with_its_amount(client, customer, fake):
    order, payment = paid_in_part(customer, "8.00")
    cancel_order(number=order.number)
    fake.pay(payment.redirect_url)
    settle_payment(payment_id=payment.pk)
    page = client.get(f"/orders/{order.number}/state/").content.decode()
    late = payment.card_tender.money
    assert f"Your bank paid after this order had ended. The money, {late}, is in your wallet." in page
