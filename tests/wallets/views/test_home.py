from uuid import uuid4

import pytest
from djmoney.money import Money

from tests.factories.wallets import credit, make_customer, make_user, make_wallet
from wallets.gateways.base import Card
from wallets.models import TopUp, Wallet
from wallets.services import freeze_wallet, place_hold, save_card

pytestmark = pytest.mark.django_db


def page(client, query=""):
    answer = client.get(f"/wallet/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_guest_is_asked_to_log_in_and_comes_back(client):
    answer = client.get("/wallet/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/wallet/"


def test_a_new_customer_is_invited(as_customer):
    html = page(as_customer(make_customer()))
    assert "Your wallet is ready" in html
    assert "€0.00" in html
    assert "Spendable in this shop only" in html


def test_looking_opens_no_wallet(as_customer):
    assert "€0.00" in page(as_customer(make_user()))
    assert not Wallet.objects.exists()


def test_balance_holds_movements_and_cards(as_customer, settings):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    wallet = make_wallet("50.00")
    place_hold(wallet_id=wallet.pk, amount=Money("8.00", "EUR"), key="h", reference="1000042")
    save_card(customer_id=wallet.customer_id, card=Card("pm_1", "visa", "4242", 12, 2040))
    html = page(as_customer(wallet.customer))
    for words in ("€50.00", "€42.00", "€8.00", "Held for order #1000042", "Visa •••• 4242", "Default"):
        assert words in html
    assert 'href="/orders/1000042/"' in html


def test_further_wallets_are_shown_and_can_be_opened(as_customer):
    customer = make_customer("50.00")
    make_wallet("2500", "INR", customer=customer)
    client = as_customer(customer)
    assert "?currency=INR" in page(client)
    html = page(client, "?currency=INR")
    assert "₹2,500.00" in html
    assert "/wallet/top-up/?currency=INR" in html


@pytest.mark.parametrize("currency", ["USD", "XXX", "eur", "%00", "'"])
def test_a_wallet_that_the_customer_does_not_have_is_not_found(as_customer, currency):
    make_wallet("5.00", "USD")
    answer = as_customer(make_customer("50.00")).get(f"/wallet/?currency={currency}")
    assert answer.status_code == 404


def test_a_frozen_wallet_says_why_and_what_to_do(as_customer):
    wallet = make_wallet("5.00")
    freeze_wallet(wallet_id=wallet.pk, reason="Your bank took <b>two</b> payments back.")
    html = page(as_customer(wallet.customer))
    assert "Your bank took &lt;b&gt;two&lt;/b&gt; payments back." in html
    assert "Write to us" in html
    assert 'href="/wallet/top-up/"' not in html


def test_a_top_up_that_waits_can_be_taken_up_again(as_customer):
    wallet = make_wallet()
    top_up = TopUp.objects.create(
        wallet=wallet,
        amount=Money("20.00", "EUR"),
        method="checkout",
        key="k",
        gateway_key="g",
        status="open",
    )
    html = page(as_customer(wallet.customer))
    assert f"/wallet/top-ups/{top_up.pk}/" in html
    assert "€20.00" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(as_customer, query_count, rows):
    wallet = make_wallet("50.00")
    for number in range(rows):
        credit(wallet, "5.00")
        place_hold(wallet_id=wallet.pk, amount=Money("1.00", "EUR"), key=uuid4().hex, reference=str(number))
        save_card(customer_id=wallet.customer_id, card=Card(f"pm_{number}", "visa", "4242", 12, 2040))
    client = as_customer(wallet.customer)
    with query_count(14):
        page(client)
