import pytest

from tests.factories.wallets import PASSWORD, make_customer, make_staff, make_user
from wallets.models import Wallet

pytestmark = pytest.mark.django_db


def test_signing_up_opens_a_wallet_in_the_stores_currency(client):
    response = client.post("/account/signup/", {"email": "new@example.com", "password1": PASSWORD})
    assert response.status_code == 302
    wallet = Wallet.objects.get(customer__email="new@example.com")
    assert (wallet.currency, wallet.status) == ("EUR", "open")
    assert "€0.00" in client.get("/").content.decode()


def test_a_customer_lands_in_the_shop_and_staff_in_the_admin(client):
    customer, staff = make_user(), make_staff()
    first = client.post("/account/login/", {"login": customer.email, "password": PASSWORD})
    client.logout()
    second = client.post("/account/login/", {"login": staff.email, "password": PASSWORD})
    assert (first.url, second.url) == ("/", "/admin/")


def test_logging_in_goes_on_to_where_one_was_going(client):
    customer = make_user()
    response = client.post(
        "/account/login/?next=/checkout/",
        {"login": customer.email, "password": PASSWORD, "next": "/checkout/"},
    )
    assert response.url == "/checkout/"


def test_logging_in_does_not_go_on_to_another_site(client):
    customer = make_user()
    response = client.post(
        "/account/login/", {"login": customer.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert response.url == "/"


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/password/reset/done/",
    ],
)
def test_pages_of_a_guest_have_the_shops_look(client, address):
    page = client.get(address).content.decode()
    assert "Kettle &amp; Thyme" in page
    assert "<style" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/account/email/",
        "/account/password/change/",
        "/account/logout/",
        "/account/2fa/",
        "/account/reauthenticate/",
    ],
)
def test_pages_of_a_customer_have_the_shops_look_and_their_wallet(client, address):
    customer = make_customer("12.34")
    client.post("/account/login/", {"login": customer.email, "password": PASSWORD})
    page = client.get(address, follow=True).content.decode()
    assert "Kettle &amp; Thyme" in page
    assert "€12.34" in page
    assert "<script>" not in page


def test_wrong_log_in_says_so_beside_the_form(client):
    response = client.post("/account/login/", {"login": "nobody@example.com", "password": "x"})
    page = response.content.decode()
    assert 'role="alert"' in page
