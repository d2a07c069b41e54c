"""The reward field at the checkout: the cap in numbers, live, and refused beside the field."""

import pytest
from django.test import Client
from djmoney.money import Money

from tests.factories.rewards import left_of, make_policy, make_reward_wallet
from tests.factories.storefront import (
    CategoryFactory,
    ProductFactory,
    checkout_form,
    fill_cart,
    in_cart,
    on_the_shelf,
)
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.models import Payment
from wallet_project.storefront.models import Order
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


class Buyer:
    """20.00 in the wallet, 9.00 of reward money, goods for 25.00 in the cart."""

    def __init__(self, *, rewards="9.00", wallet="20.00"):
        self.wallet = make_wallet(wallet)
        self.customer = self.wallet.customer
        self.rewards = make_reward_wallet(rewards, customer=self.customer)
        shelf = CategoryFactory(slug="teapots")
        self.product = ProductFactory(price=Money("12.50", "EUR"), name="Blue teapot", category=shelf)
        fill_cart(self.customer, (self.product, 2))
        self.client = Client()
        self.client.force_login(self.customer)
        self.form = checkout_form(reward_amount="5.00", wallet_amount="20.00")

    def page(self):
        return " ".join(self.client.get("/checkout/").content.decode().split())

    def order(self, **changes):
        return self.client.post("/checkout/", {**self.form, **changes})

    def split(self, **changes):
        return self.client.post("/checkout/split/", {**self.form, **changes}, headers=HTMX)

    def nothing_moved(self):
        return (
            in_cart(self.customer) == {"Blue teapot": 2}
            and on_the_shelf(self.product) == 10
            and balances(self.wallet) == ("20.00", "0.00")
            and left_of(self.rewards) == [900]
            and not Payment.objects.exists()
        )


@pytest.fixture
def buyer():
    make_policy(most=5)
    return Buyer()


def error_beside(response, field):
    """The words in the place for what is wrong with this field."""
    html = response.content.decode()
    return html.partition(f'id="{field}-error"')[2].partition('<div class="form-text"')[0].partition("id=")[0]


def test_the_most_of_rewards_then_of_the_wallet_stands_in_the_fields(buyer):
    page = buyer.page()
    assert 'name="reward_amount" type="text" inputmode="decimal"' in page
    assert 'value="5.00"' in page
    assert 'value="20.00"' in page
    assert "You have €9.00 of reward money." in page
    assert "At most €5.00 of reward money can be used for one order." in page


@pytest.mark.parametrize(
    ("reward", "wallet", "card", "left"),
    [("5.00", "20.00", "€0.00", "€4.00"), ("2.5", "7.5", "€15.00", "€6.50"), ("0", "", "€25.00", "€9.00")],
)
def test_the_split_follows_both_amounts(buyer, reward, wallet, card, left):
    quote = buyer.split(reward_amount=reward, wallet_amount=wallet).context["quote"]
    assert (str(quote.card), str(quote.reward_after)) == (card, left)


HOSTILE = ["-1", "abc", "NaN", "Infinity", "1e308", "1.005", "１２", "5.01", "9.01", "9" * 25]


@pytest.mark.parametrize("amount", HOSTILE)
def test_a_reward_that_can_not_be_is_refused_beside_its_own_field(buyer, amount):
    response = buyer.split(reward_amount=amount)
    assert 'class="field-error' in error_beside(response, "reward_amount")
    assert 'class="field-error' not in error_beside(response, "wallet_amount")
    assert 'hx-swap-oob="innerHTML"' in response.content.decode()
    assert buyer.nothing_moved()


@pytest.mark.parametrize("amount", HOSTILE)
def test_a_reward_that_can_not_be_orders_nothing_and_keeps_what_was_typed(buyer, amount):
    response = buyer.order(reward_amount=amount)
    assert response.status_code == 422
    assert 'class="field-error' in error_beside(response, "reward_amount")
    assert f'value="{amount}"' in response.content.decode()
    assert not Order.objects.exists()
    assert buyer.nothing_moved()


def test_too_much_from_the_wallet_beside_rewards_is_refused_beside_the_wallet(buyer):
    buyer.product.price = Money("10.00", "EUR")
    buyer.product.save()
    response = buyer.split(reward_amount="5.00", wallet_amount="15.01")
    assert "Only €15.00 is left to pay." in error_beside(response, "wallet_amount")
    assert 'class="field-error' not in error_beside(response, "reward_amount")


def test_without_scripts_the_button_shows_the_split_with_all_that_was_typed(buyer):
    page = buyer.client.post("/checkout/split/", {**buyer.form, "reward_amount": "1.50"}).content.decode()
    assert "<html" in page
    assert "€3.50" in page
    assert 'value="1.50"' in page
    assert buyer.nothing_moved()


def test_rewards_and_wallet_pay_an_order_at_once(buyer, fake):
    response = buyer.order()
    order = Order.objects.get()
    assert (response.url, order.status) == (f"/orders/{order.number}/", "paid")
    assert (balances(buyer.wallet), left_of(buyer.rewards)) == (("0.00", "0.00"), [400])
    page = buyer.client.get(response.url).content.decode()
    assert "From your reward money" in page
    assert "€5.00" in page
    assert fake.calls("/v1/checkout/sessions") == []


def test_a_form_without_the_field_uses_no_rewards(buyer, fake):
    del buyer.form["reward_amount"]
    buyer.order()
    assert left_of(buyer.rewards) == [900]
    assert Payment.objects.get().part("reward") is None


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"percent": "12.5"}, "up to 12.5% of an order: €3.12 of €25.00."),
        ({"minimum_order": 40}, "for orders of €40.00 or more: this one is €15.00 short."),
        ({"excluded_categories": ["teapots"]}, "can&#x27;t be used for anything in this order."),
        ({}, "Reward money can pay all of this order."),
        (None, "up to 10% of an order: €2.50 of €25.00."),
    ],
)
def test_the_cap_is_explained_in_numbers(policy, words):
    if policy is not None:
        make_policy(**policy)
    assert words in Buyer().page()


def test_an_order_that_may_use_none_shows_no_field_and_says_what_stays():
    make_policy(minimum_order=40)
    buyer = Buyer()
    page = buyer.page()
    assert 'name="reward_amount"' not in page
    assert "Your €9.00 of reward money stays for another order" in page
    assert buyer.order(reward_amount="1.00").status_code == 422
    assert buyer.nothing_moved()


def test_who_has_no_rewards_reads_nothing_of_them():
    page = Buyer(rewards="0").page().partition("<main")[2]
    assert "reward money" not in page.partition("</main>")[0].lower()


def test_with_an_empty_wallet_rewards_and_card_pay():
    page = Buyer(wallet="0").page()
    assert "or pay the rest by card." in page
    assert 'name="reward_amount"' in page


def test_a_frozen_wallet_uses_no_rewards_and_the_page_says_why(buyer):
    freeze_wallet(wallet_id=buyer.wallet.pk, reason="Checked.")
    page = buyer.page()
    assert "so neither it nor reward money can pay now" in page
    assert 'name="reward_amount"' not in page
    assert buyer.order().status_code == 422
    assert buyer.nothing_moved()


def test_a_canceled_order_says_that_the_rewards_are_back(buyer, fake):
    buyer.order(wallet_amount="0")
    number = Order.objects.get().number
    assert left_of(buyer.rewards) == [400]
    buyer.client.post(f"/orders/{number}/cancel/")
    page = buyer.client.get(f"/orders/{number}/").content.decode()
    assert "€5.00 of reward money that was reserved is back in your reward wallet." in page
    assert left_of(buyer.rewards) == [900]


@pytest.mark.parametrize("lines", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_cart(buyer, query_count, lines):
    fill_cart(buyer.customer, *((ProductFactory(), 1) for _ in range(lines - 1)))
    with query_count(21):
        buyer.client.get("/checkout/")
