"""The voucher field of cart and checkout: words beside it, patience after many guesses, its owner only."""

from uuid import uuid4

import pytest
from django.test import Client
from djmoney.money import Money

from tests.factories.offers import make_voucher
from tests.factories.storefront import ADDRESS, ProductFactory, fill_cart
from tests.factories.wallets import make_user
from wallet_project.storefront.guessing import MOST_OF_ADDRESS, MOST_OF_CUSTOMER
from wallet_project.storefront.models import Cart, Order

pytestmark = pytest.mark.django_db


class Buyer:
    """A customer with a thing for 12.50 in the cart."""

    def __init__(self, customer=None, address="192.0.2.7"):
        self.customer = customer or make_user()
        fill_cart(self.customer, (ProductFactory(price=Money("12.50", "EUR")), 1))
        self.client = Client(REMOTE_ADDR=address)
        self.client.force_login(self.customer)

    def puts(self, code, page="cart"):
        return self.client.post("/cart/voucher/", {"code": code, "page": page})

    @property
    def kept(self):
        return Cart.objects.get(customer=self.customer).voucher_reference


@pytest.fixture
def buyer():
    return Buyer()


@pytest.mark.parametrize(("page", "path"), [("cart", "/cart/"), ("checkout", "/checkout/")])
def test_a_code_lowers_the_total_on_the_page_it_was_typed_on(buyer, page, path):
    voucher = make_voucher(buyer.customer)
    answer = buyer.puts(voucher.code.lower(), page)
    assert (answer.status_code, answer.url, buyer.kept) == (302, path, str(voucher.pk))
    shown = buyer.client.get(path)
    assert shown.context["contents"].total == Money("7.50", "EUR")
    assert "takes €5.00 off your items" in shown.content.decode()
    assert voucher.code not in shown.content.decode()


@pytest.mark.parametrize("page", ["cart", "checkout"])
@pytest.mark.parametrize(
    ("code", "words"),
    [("", "Write the code of your voucher."), ("ABC", "None of your vouchers has this code.")],
)
def test_what_is_wrong_stands_beside_the_field(buyer, page, code, words):
    answer = buyer.puts(code, page)
    assert answer.status_code == 422
    assert answer.context["voucher_form"].errors == {"code": [words]}
    assert 'aria-invalid="true"' in answer.content.decode()
    assert buyer.kept == ""


def test_anothers_code_is_no_code(buyer):
    """Attack 20."""
    answer = buyer.puts(make_voucher().code)
    assert answer.context["voucher_form"].errors == {"code": ["None of your vouchers has this code."]}
    assert buyer.kept == ""


def test_who_guesses_has_to_wait_even_with_the_right_code(buyer):
    """Attack 24."""
    voucher = make_voucher(buyer.customer)
    for _guess in range(MOST_OF_CUSTOMER):
        assert "None of your vouchers" in buyer.puts("WRONG").content.decode()
    assert "too many wrong codes" in buyer.puts(voucher.code).content.decode()
    assert buyer.kept == ""
    other = Buyer()
    assert other.puts(make_voucher(other.customer).code).status_code == 302


def test_an_address_from_which_many_guess_has_to_wait():
    buyers = [Buyer(address="192.0.2.9") for _number in range(MOST_OF_ADDRESS // MOST_OF_CUSTOMER)]
    for buyer in buyers:
        for _guess in range(MOST_OF_CUSTOMER):
            buyer.puts("WRONG")
    fresh, elsewhere = Buyer(address="192.0.2.9"), Buyer(address="192.0.2.10")
    assert "too many wrong codes" in fresh.puts(make_voucher(fresh.customer).code).content.decode()
    assert elsewhere.puts(make_voucher(elsewhere.customer).code).status_code == 302


def test_a_voucher_that_does_not_fit_is_no_guess(buyer):
    voucher = make_voucher(buyer.customer, minimum_order=2000)
    for _try in range(MOST_OF_CUSTOMER + 1):
        answer = buyer.puts(voucher.code)
    assert "for orders from €20.00; your items come to €12.50" in answer.content.decode()


def test_taken_out_it_can_be_put_in_again(buyer):
    voucher = make_voucher(buyer.customer)
    buyer.puts(voucher.code)
    assert buyer.client.post("/cart/voucher/remove/", {"page": "checkout"}).url == "/checkout/"
    assert buyer.kept == ""
    assert buyer.puts(voucher.code).status_code == 302


def test_a_get_changes_nothing(buyer):
    """Attack 22."""
    assert buyer.client.get("/cart/voucher/").status_code == 405
    assert buyer.client.get("/cart/voucher/remove/").status_code == 405


def test_a_guest_is_asked_to_sign_in():
    client = Client()
    client.post("/cart/add/", {"product": ProductFactory().pk})
    assert "to use a voucher" in client.get("/cart/").content.decode()
    assert client.post("/cart/voucher/", {"code": "X"}).url.startswith("/account/login/")


def test_an_order_paid_by_the_voucher_alone_from_page_to_page(buyer):
    buyer.puts(make_voucher(buyer.customer, amount=2000).code)
    page = buyer.client.get("/checkout/").content.decode()
    assert "Your voucher pays this order in full." in page
    form = {
        **{name: getattr(ADDRESS, name) for name in ("full_name", "street", "postcode", "city", "country")},
        "key": str(uuid4()),
        "agreed_total": "0.00",
        "wallet_amount": "0.00",
        "card": "new",
    }
    answer = buyer.client.post("/checkout/", form)
    order = Order.objects.get()
    assert (answer.status_code, answer.url, order.status) == (302, f"/orders/{order.number}/", "paid")
    assert "−€12.50" in buyer.client.get(answer.url).content.decode()


def test_a_voucher_that_can_not_be_used_any_more_says_so(buyer):
    voucher = make_voucher(buyer.customer)
    buyer.puts(voucher.code)
    type(voucher).objects.filter(pk=voucher.pk).update(expires_at="2020-01-01T00:00Z")
    page = buyer.client.get("/checkout/")
    assert "This voucher has expired." in page.content.decode()
    assert page.context["contents"].total == Money("12.50", "EUR")
