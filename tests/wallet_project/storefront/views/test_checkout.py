import pytest
from django.test import Client
from djmoney.money import Money

from tests.factories.checkout import make_saved_card
from tests.factories.storefront import ProductFactory, checkout_form, fill_cart, in_cart, on_the_shelf
from tests.factories.wallets import balances, make_wallet
from tests.support.threads import at_once
from wallet_project.checkout.models import Payment
from wallet_project.storefront.models import Order
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


class Buyer:
    """A customer with 20.00 in the wallet and goods for 25.00 in the cart."""

    def __init__(self, balance: str = "20.00") -> None:
        self.wallet = make_wallet(balance)
        self.customer = self.wallet.customer
        self.product = ProductFactory(price=Money("12.50", "EUR"), stock=10, name="Blue teapot")
        fill_cart(self.customer, (self.product, 2))
        self.client = Client()
        self.client.force_login(self.customer)
        self.form = checkout_form(wallet_amount="20.00")

    def order(self, **changes):
        return self.client.post("/checkout/", {**self.form, **changes})

    def split(self, **changes):
        return self.client.post("/checkout/split/", {**self.form, **changes}, headers=HTMX)

    def nothing_moved(self, balance: str = "20.00") -> bool:
        return (
            in_cart(self.customer) == {"Blue teapot": 2}
            and on_the_shelf(self.product) == 10
            and balances(self.wallet) == (balance, "0.00")
            and not Payment.objects.exists()
        )


@pytest.fixture
def buyer():
    return Buyer()


def test_a_guest_signs_in_first(client):
    assert client.get("/checkout/").url == "/account/login/?next=/checkout/"


def test_the_page_shows_the_split_and_what_is_left_in_the_wallet(buyer):
    page = buyer.client.get("/checkout/").content.decode()
    for words in ("€25.00", "€20.00", "€5.00", "costs no fee", "in this shop only", "In your wallet after"):
        assert words in page
    assert 'value="20.00"' in page


def test_an_empty_cart_goes_back_to_the_cart(client, buyer):
    client.force_login(make_wallet().customer)
    assert client.get("/checkout/").url == "/cart/"


@pytest.mark.parametrize(
    ("amount", "wallet", "card", "after"),
    [
        ("20.00", "€20.00", "€5.00", "€0.00"),
        ("7.5", "€7.50", "€17.50", "€12.50"),
        ("0", "€0.00", "€25.00", "€20.00"),
    ],
)
def test_the_split_follows_the_amount(buyer, amount, wallet, card, after):
    quote = buyer.split(wallet_amount=amount).context["quote"]
    assert [str(part) for part in (quote.wallet, quote.card, quote.wallet_after)] == [wallet, card, after]


def test_the_amount_may_be_typed_as_the_page_in_the_buyers_language_writes_it(buyer):
    type(buyer.wallet.customer).objects.filter(pk=buyer.wallet.customer_id).update(locale="bg")
    response = buyer.split(wallet_amount="7,50")
    assert str(response.context["quote"].wallet.amount) == "7.50"
    assert "17,50\xa0€" in response.content.decode()


HOSTILE = ["-1", "abc", "NaN", "Infinity", "1e308", "1.005", "１２", "20.01", "25.01", "9" * 25, "24.99"]


@pytest.mark.parametrize("amount", HOSTILE)
def test_a_split_that_can_not_be_is_refused_in_words(buyer, amount):
    response = buyer.split(wallet_amount=amount)
    assert response.status_code == 200
    assert 'class="field-error' in response.content.decode()
    assert buyer.nothing_moved()


@pytest.mark.parametrize("amount", HOSTILE)
def test_an_amount_that_can_not_be_orders_nothing(buyer, amount):
    response = buyer.order(wallet_amount=amount)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="field-error' in page
    assert f'value="{amount}"' in page
    assert 'value="Vitosha 15"' in page
    assert not Order.objects.exists()
    assert buyer.nothing_moved()


def test_without_scripts_the_button_shows_the_split_with_all_that_was_typed(buyer):
    response = buyer.client.post("/checkout/split/", {**buyer.form, "wallet_amount": "7.50", "city": ""})
    page = response.content.decode()
    assert "<html" in page
    assert "€17.50" in page
    assert 'value="Vitosha 15"' in page
    assert "Some of the address is missing" not in page
    assert buyer.nothing_moved()


def test_wallet_alone_pays_at_once(fake):
    buyer = Buyer("30.00")
    response = buyer.order(wallet_amount="25.00")
    order = Order.objects.get()
    assert response.url == f"/orders/{order.number}/"
    assert order.status == "paid"
    assert balances(buyer.wallet) == ("5.00", "0.00")
    assert fake.calls("/v1/checkout/sessions") == []


def test_wallet_and_card_go_on_to_the_payment_page_for_the_rest(buyer, fake):
    response = buyer.order()
    order = Order.objects.get()
    assert response.url.startswith(fake.base_url)
    assert (order.status, balances(buyer.wallet)) == ("pending_payment", ("0.00", "20.00"))
    assert "To the payment page" in buyer.client.get(f"/orders/{order.number}/").content.decode()
    back = fake.pay(response.url, card="4242424242424242").location
    assert back.endswith(f"/orders/{order.number}/returned/")
    page = buyer.client.get(f"/orders/{order.number}/returned/", follow=True).content.decode()
    order.refresh_from_db()
    assert (order.status, balances(buyer.wallet)) == ("paid", ("0.00", "0.00"))
    assert "Thank you!" in page
    assert "€5.00" in page


def test_a_saved_card_pays_the_rest_in_one_step(buyer, fake):
    card = make_saved_card(buyer.wallet, fake)
    assert str(card) in buyer.client.get("/checkout/").content.decode()
    response = buyer.order(card=str(card.pk))
    assert response.url == f"/orders/{Order.objects.get().number}/"
    assert Order.objects.get().status == "paid"


def test_a_declined_saved_card_says_so_and_the_next_try_works(buyer, fake):
    card = make_saved_card(buyer.wallet, fake, "pm_card_chargeCustomerFail")
    response = buyer.order(card=str(card.pk))
    assert response.status_code == 422
    assert "The payment did not go through." in response.content.decode()
    assert Order.objects.get().status == "payment_failed"
    assert (in_cart(buyer.customer), on_the_shelf(buyer.product)) == ({"Blue teapot": 2}, 10)
    assert balances(buyer.wallet) == ("20.00", "0.00")
    again = response.context["payment"]["key"].value()
    assert again != buyer.form["key"]
    assert buyer.order(key=again).url.startswith(fake.base_url)


def test_another_customers_card_pays_nothing(buyer, fake):
    card = make_saved_card(make_wallet(), fake)
    response = buyer.order(card=str(card.pk))
    assert response.status_code == 422
    assert not Order.objects.exists()
    assert buyer.nothing_moved()


def test_the_same_form_sent_twice_is_one_order_and_one_payment(buyer, fake):
    first, second = buyer.order(), buyer.order()
    assert first.url == second.url
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)
    assert balances(buyer.wallet) == ("0.00", "20.00")
    assert on_the_shelf(buyer.product) == 8


def test_the_same_form_sent_four_times_at_once_is_one_order_and_one_payment(buyer, fake):
    answers = at_once(lambda: buyer.order(), times=4)
    assert {answer.status_code for answer in answers} == {302}
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)
    assert balances(buyer.wallet) == ("0.00", "20.00")
    assert len(fake.calls("/v1/checkout/sessions")) >= 1
    assert on_the_shelf(buyer.product) == 8


def test_the_same_form_sent_again_after_paying_shows_the_order(fake):
    buyer = Buyer("30.00")
    first, second = buyer.order(wallet_amount="25.00"), buyer.order(wallet_amount="25.00")
    assert first.url == second.url
    assert balances(buyer.wallet) == ("5.00", "0.00")


def test_the_same_form_with_another_amount_does_not_end_the_first_order(buyer, fake):
    buyer.order()
    order = Order.objects.get()
    for changes in ({"wallet_amount": "10.00"}, {"city": "Varna"}):
        assert buyer.order(**changes).url == f"/orders/{order.number}/"
    assert Order.objects.get().status == "pending_payment"
    assert balances(buyer.wallet) == ("0.00", "20.00")


@pytest.mark.parametrize("name", ["full_name", "street", "postcode", "city", "country"])
def test_a_missing_part_of_the_address_is_said_beside_its_field(buyer, name):
    response = buyer.order(**{name: ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{name}_error"' in page
    assert f'aria-describedby="id_{name}_error"' in page
    assert buyer.nothing_moved()


@pytest.mark.parametrize(
    "changes", [{"price": "0.01"}, {"total": "0.01"}, {"status": "paid"}, {"customer": "1"}]
)
def test_what_the_client_says_of_prices_and_states_is_ignored(buyer, fake, changes):
    buyer.order(**changes)
    order = Order.objects.get()
    assert (order.total, order.status, order.customer_id) == (
        Money("25.00", "EUR"),
        "pending_payment",
        buyer.customer.pk,
    )


def test_a_price_that_rose_meanwhile_is_shown_before_anything_is_ordered(buyer):
    buyer.product.price = Money("15.00", "EUR")
    buyer.product.save()
    response = buyer.order()
    assert response.status_code == 422
    assert "A price or the delivery changed" in response.content.decode()
    assert response.context["payment"]["agreed_total"].value() == "30.000"
    assert buyer.nothing_moved()


def test_what_is_sold_out_meanwhile_goes_back_to_the_cart(buyer):
    buyer.product.stock = 1
    buyer.product.save()
    assert buyer.order().url == "/cart/"
    assert not Order.objects.exists()


def test_a_frozen_wallet_pays_nothing_and_the_page_says_why(buyer):
    freeze_wallet(wallet_id=buyer.wallet.pk, reason="Checked.")
    page = buyer.client.get("/checkout/").content.decode()
    assert "Your wallet is frozen" in page
    assert buyer.order().status_code == 422
    assert Order.objects.get().status == "payment_failed"
    assert buyer.nothing_moved()


def test_canceling_frees_the_wallets_part(buyer, fake):
    buyer.order()
    number = Order.objects.get().number
    buyer.client.post(f"/orders/{number}/cancel/")
    assert Order.objects.get().status == "canceled"
    assert balances(buyer.wallet) == ("20.00", "0.00")
    assert Payment.objects.get().status == "voided"


def test_a_bank_that_pays_after_the_cancellation_pays_into_the_wallet(buyer, fake):
    url = buyer.order(wallet_amount="20.00").url
    fake.pay_by_bank(url, method="netbanking", outcome="never")
    number = Order.objects.get().number
    waiting = buyer.client.get(f"/orders/{number}/returned/", follow=True).content.decode()
    assert "We are waiting for your bank" in waiting
    buyer.client.post(f"/orders/{number}/cancel/")
    fake.settle_payment(Payment.objects.get().card_tender.gateway_payment, succeeded=True)
    page = buyer.client.get(f"/orders/{number}/returned/", follow=True).content.decode()
    assert "Your bank paid after this order had ended" in page
    assert balances(buyer.wallet) == ("25.00", "0.00")


def test_a_form_of_another_site_orders_nothing(buyer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(buyer.customer)
    assert client.post("/checkout/", buyer.form).status_code == 403
    assert buyer.nothing_moved()


def test_pages_with_money_on_them_are_not_kept_by_caches(buyer):
    assert "no-store" in buyer.client.get("/checkout/")["Cache-Control"]
