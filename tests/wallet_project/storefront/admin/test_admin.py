from uuid import uuid4

import pytest
from django.test import Client

from tests.factories.checkout import pay
from tests.factories.storefront import ProductFactory, make_order, on_the_shelf, status_of
from tests.factories.wallets import make_staff, make_user, make_wallet
from wallet_project.checkout.models import CardReturn
from wallet_project.storefront.models import PriceChange, Product
from wallet_project.storefront.services.orders import mark_order_paid

pytestmark = pytest.mark.django_db
SEE = ("storefront.view_order", "storefront.view_orderline", "storefront.view_product", "accounts.view_user")
CHANGE = (*SEE, "storefront.change_order", "storefront.change_product", "storefront.view_category")


@pytest.fixture
def operator(client):
    staff = make_staff(*CHANGE)
    client.force_login(staff)
    return staff


def listed(client, search):
    return client.get("/admin/storefront/order/", {"q": search}).content.decode()


@pytest.mark.parametrize("prefix", ["", "#"])
def test_an_order_is_found_by_its_number(client, operator, prefix):
    order, other = make_order(make_user()), make_order(make_user())
    page = listed(client, prefix + order.number)
    assert order.number in page
    assert other.number not in page


def test_orders_are_found_by_the_customers_address(client, operator):
    order, other = make_order(make_user(email="ana@example.com")), make_order(make_user())
    page = listed(client, "ANA@example")
    assert order.number in page
    assert other.number not in page


@pytest.mark.parametrize("search", ["9" * 40, "1f0e4d5c-0000-7000-8000-00000000abcd", "%", "'"])
def test_a_strange_search_finds_nothing(client, operator, search):
    order = make_order(make_user())
    assert order.number not in listed(client, search)


def test_an_order_is_shipped_and_delivered_step_by_step(client, operator):
    order = make_order(make_user())
    mark_order_paid(number=order.number, payment_id=uuid4())
    page = client.get(f"/admin/storefront/order/{order.pk}/change/").content.decode()
    assert "Mark as shipped" in page
    assert "Mark as delivered" not in page
    client.post(f"/admin/storefront/order/{order.pk}/ship/")
    client.post(f"/admin/storefront/order/{order.pk}/deliver/")
    assert status_of(order) == "delivered"


@pytest.mark.parametrize("step", ["ship", "deliver", "cancel"])
def test_an_address_alone_changes_nothing(client, operator, step):
    order = make_order(make_user())
    mark_order_paid(number=order.number, payment_id=uuid4())
    assert client.get(f"/admin/storefront/order/{order.pk}/{step}/").status_code == 200
    assert status_of(order) == "paid"


@pytest.mark.parametrize(("step", "state"), [("deliver", "paid"), ("cancel", "paid")])
def test_a_step_that_can_not_follow_is_refused_in_words(client, operator, step, state):
    order = make_order(make_user())
    mark_order_paid(number=order.number, payment_id=uuid4())
    page = client.post(f"/admin/storefront/order/{order.pk}/{step}/", follow=True).content.decode()
    assert f"Order #{order.number} is “Paid”" in page
    assert status_of(order) == state


def test_an_unpaid_order_is_canceled(client, operator):
    product = ProductFactory(stock=10)
    order = make_order(make_user(), (product, 2))
    client.post(f"/admin/storefront/order/{order.pk}/cancel/")
    assert (status_of(order), on_the_shelf(product)) == ("canceled", 10)


@pytest.mark.parametrize("step", ["ship", "deliver", "cancel"])
def test_staff_who_may_only_look_change_nothing(client, step):
    client.force_login(make_staff(*SEE))
    order = make_order(make_user())
    mark_order_paid(number=order.number, payment_id=uuid4())
    page = client.get(f"/admin/storefront/order/{order.pk}/change/").content.decode()
    assert "Mark as shipped" not in page
    assert client.post(f"/admin/storefront/order/{order.pk}/{step}/").status_code == 403
    assert status_of(order) == "paid"


def test_a_form_of_another_site_ships_nothing(operator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)
    order = make_order(make_user())
    mark_order_paid(number=order.number, payment_id=uuid4())
    assert client.post(f"/admin/storefront/order/{order.pk}/ship/").status_code == 403
    assert status_of(order) == "paid"


def test_an_order_can_not_be_edited_by_a_post_of_ones_own(client, operator):
    order = make_order(make_user())
    client.post(f"/admin/storefront/order/{order.pk}/change/", {"status": "paid", "total_0": "0.01"})
    assert status_of(order) == "pending_payment"


def product_form(product, **changes):
    fields = ("name", "slug", "sku", "summary", "description", "weight_grams", "picture")
    values = {name: getattr(product, name) for name in fields}
    return {
        **values,
        "category": product.category_id,
        "price_0": "12.50",
        "price_1": "EUR",
        "is_active": "on",
        "stock_change": "",
        **changes,
    }


def edit(client, product, **changes):
    return client.post(f"/admin/storefront/product/{product.pk}/change/", product_form(product, **changes))


def test_editing_a_product_does_not_undo_a_sale_of_the_meantime(client, operator):
    product = ProductFactory(stock=10)
    client.get(f"/admin/storefront/product/{product.pk}/change/")
    make_order(make_user(), (product, 4))
    edit(client, product, name="Another name", stock="10")
    assert Product.objects.get(pk=product.pk).name == "Another name"
    assert on_the_shelf(product) == 6


@pytest.mark.parametrize(("change", "left"), [("5", 15), ("-10", 0), ("-11", 10)])
def test_stock_is_changed_by_a_difference_and_never_below_zero(client, operator, change, left):
    product = ProductFactory(stock=10)
    edit(client, product, stock_change=change)
    assert on_the_shelf(product) == left


@pytest.mark.parametrize(
    "changes",
    [{"price_0": "12.505"}, {"price_0": "-1"}, {"price_0": "0"}, {"picture": "//evil.example/x.svg"}],
)
def test_a_price_or_picture_that_can_not_be_is_refused(client, operator, changes):
    product = ProductFactory()
    assert edit(client, product, name="Changed", **changes).status_code == 200
    assert Product.objects.get(pk=product.pk).name == product.name


@pytest.mark.parametrize("orders", [1, 3])
def test_the_list_costs_the_same_queries_however_long(client, operator, query_count, orders):
    product = ProductFactory(stock=100)
    for _ in range(orders):
        make_order(make_user(), (product, 1))
    client.get("/admin/storefront/order/")
    with query_count(5):
        client.get("/admin/storefront/order/")


def test_stored_html_is_shown_as_text(client, operator):
    evil = "<script>alert(1)</script>"
    product = ProductFactory(name=evil)
    order = make_order(make_user(name=evil), (product, 1))
    for address in (f"/admin/storefront/order/{order.pk}/change/", "/admin/storefront/product/"):
        assert evil not in client.get(address).content.decode()


def test_a_line_that_is_out_of_stock_is_marked_and_said_to_the_customer(client, operator, as_customer):
    order = make_order(make_user(), (ProductFactory(name="Moka pot"), 3))
    mark_order_paid(number=order.number, payment_id=uuid4())
    address = f"/admin/storefront/order/{order.pk}/out-of-stock/"
    assert "3 × Moka pot" in client.get(address).content.decode()
    typed = {"line": order.lines.get().pk, "quantity": "4"}
    assert "So many were not bought." in client.post(address, typed).content.decode()
    assert client.post(address, {**typed, "quantity": "2"}).status_code == 302
    assert order.lines.get().missing == 2
    page = as_customer(order.customer).get(f"/orders/{order.number}/").content.decode()
    assert "2 of 3 can’t be delivered" in page


def test_an_order_shows_what_its_customers_bank_takes_back(client, operator):
    wallet = make_wallet("20.00")
    order = make_order(wallet.customer)
    payment = pay(wallet, "12.50", order_reference=order.number).payment
    tender = payment.tenders.get()
    type(tender).objects.filter(pk=tender.pk).update(kind="card", hold=None, gateway_key="k")
    CardReturn.objects.create(
        tender=tender,
        kind="dispute",
        status="open",
        gateway_id="dp_1",
        amount=tender.amount,
        reason="fraudulent",
    )
    page = client.get(f"/admin/storefront/order/{order.pk}/change/").content.decode()
    assert "Dispute: €12.50, Open (fraudulent)" in page


def test_a_price_is_changed_by_its_service_and_its_history_is_shown(client):
    operator = make_staff(*CHANGE, "storefront.view_pricechange")
    client.force_login(operator)
    product = ProductFactory()
    page = f"/admin/storefront/product/{product.pk}/change/"
    names = ("category", "name", "slug", "sku", "summary", "description", "weight_grams", "picture")
    form = {name: getattr(product, f"{name}_id" if name == "category" else name) for name in names}
    price = {"price_0": "10.00", "price_1": "EUR", "stock_change": "1", "is_active": "on"}
    inline = {f"price_changes-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.post(page, {**form, **price, **inline}).status_code == 302
    kept = PriceChange.objects.get()
    assert (str(kept.before.amount), str(kept.after.amount), kept.changed_by) == (
        "12.500",
        "10.000",
        operator,
    )
    assert "€10.00" in client.get(page).content.decode()
