import pytest
from django.test import Client

from tests.factories.storefront import ProductFactory, fill_cart, in_cart
from tests.factories.wallets import PASSWORD, make_user
from wallet_project.storefront.models import CartLine

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def add(client, product, quantity=1, **more):
    return client.post("/cart/add/", {"product": product.pk, "quantity": quantity}, **more)


def test_a_guest_puts_something_into_the_cart(client):
    product = ProductFactory(name="Blue teapot")
    response = add(client, product, 2)
    assert response.url == "/cart/"
    page = client.get("/cart/").content.decode()
    assert "“Blue teapot” is in your cart." in page
    assert "€25.00" in page


def test_with_htmx_the_count_in_the_header_changes_too(client):
    response = add(client, ProductFactory(), 2, headers=HTMX)
    page = response.content.decode()
    assert 'hx-swap-oob="true"' in page
    assert "Cart with 2 things" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "100", "1e3", "１２", "NaN", "", "9" * 30, "1.5", "1; DROP TABLE"]
)
@pytest.mark.parametrize("address", ["add", "change"])
def test_hostile_quantities_are_refused_in_words(client, address, quantity):
    customer, product = make_user(), ProductFactory(stock=1000)
    fill_cart(customer, (product, 2))
    client.force_login(customer)
    response = client.post(f"/cart/{address}/", {"product": product.pk, "quantity": quantity}, headers=HTMX)
    assert response.status_code == 422
    assert "from 1 to 99" in response.content.decode()
    assert in_cart(customer) == {product.name: 2}


@pytest.mark.parametrize("product", ["", "x", "-1", "0", "999999999", "9" * 40, "１"])
@pytest.mark.parametrize("address", ["add", "change"])
def test_an_unknown_product_is_not_found(client, address, product):
    assert client.post(f"/cart/{address}/", {"product": product, "quantity": 1}).status_code == 404


def test_what_was_typed_is_kept_beside_the_words(client):
    product = ProductFactory(stock=3, name="Teapot")
    add(client, product)
    page = client.post("/cart/change/", {"product": product.pk, "quantity": "7"}).content.decode()
    assert 'value="7"' in page
    assert "Only 3 of Teapot are left." in page
    assert 'aria-invalid="true"' in page


def test_typed_html_comes_back_as_text(client):
    product = ProductFactory()
    add(client, product)
    typed = '"><script>alert(1)</script>'
    page = client.post("/cart/change/", {"product": product.pk, "quantity": typed}).content.decode()
    assert "<script>alert" not in page


def test_changing_and_removing(client):
    customer, product = make_user(), ProductFactory()
    client.force_login(customer)
    add(client, product, 2)
    client.post("/cart/change/", {"product": product.pk, "quantity": 5})
    assert in_cart(customer) == {product.name: 5}
    client.post("/cart/remove/", {"product": product.pk})
    assert in_cart(customer) == {}


@pytest.mark.parametrize("address", ["add", "change", "remove"])
def test_an_address_alone_changes_nothing(client, address):
    customer, product = make_user(), ProductFactory()
    fill_cart(customer, (product, 2))
    client.force_login(customer)
    answer = client.get(f"/cart/{address}/", {"product": product.pk, "quantity": 1})
    assert answer.status_code == 405
    assert in_cart(customer) == {product.name: 2}


@pytest.mark.parametrize("address", ["add", "change", "remove"])
def test_a_form_of_another_site_changes_nothing(address):
    client, customer, product = Client(enforce_csrf_checks=True), make_user(), ProductFactory()
    fill_cart(customer, (product, 2))
    client.force_login(customer)
    answer = client.post(f"/cart/{address}/", {"product": product.pk, "quantity": 1})
    assert answer.status_code == 403
    assert "Please send that again" in answer.content.decode()
    assert in_cart(customer) == {product.name: 2}


def test_customers_see_their_own_carts_only(client):
    other = make_user()
    fill_cart(other, (ProductFactory(name="Blue teapot"), 2))
    client.force_login(make_user())
    assert "Blue teapot" not in client.get("/cart/").content.decode()


def test_a_price_from_the_client_is_ignored(client):
    product = ProductFactory()
    client.post("/cart/add/", {"product": product.pk, "quantity": 1, "price": "0.01", "total": "0.01"})
    assert "€12.50" in client.get("/cart/").content.decode()


def test_a_guests_cart_is_there_after_logging_in(client):
    customer, product = make_user(), ProductFactory()
    add(client, product, 3)
    client.post("/account/login/", {"login": customer.email, "password": PASSWORD})
    assert in_cart(customer) == {product.name: 3}


def test_a_guests_cart_is_there_after_signing_up(client):
    product = ProductFactory()
    add(client, product, 3)
    client.post("/account/signup/", {"email": "new@example.com", "password1": PASSWORD})
    assert CartLine.objects.get(cart__customer__email="new@example.com").quantity == 3


@pytest.mark.parametrize("lines", [1, 3])
def test_the_cart_costs_the_same_queries_however_full(client, query_count, lines):
    customer = make_user()
    fill_cart(customer, *((product, 1) for product in ProductFactory.create_batch(lines)))
    client.force_login(customer)
    with query_count(12):
        client.get("/cart/")
