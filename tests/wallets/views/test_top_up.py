import re
from uuid import uuid4

import pytest

from tests.factories.checkout import make_saved_card
from tests.factories.wallets import balances, make_customer, make_user, make_wallet
from wallets.models import TopUp, Wallet
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db(transaction=True)

HOSTILE = ["-5", "0", "NaN", "Infinity", "1e308", "12.345", "１２", "501", "4.99", "10 USD", "<b>1</b>", ""]


def send(client, query="", **typed):
    usual = {"key": str(uuid4()), "currency": "EUR", "preset": "own", "amount": "25", "pay_with": "page"}
    return client.post(f"/wallet/top-up/{query}", {**usual, **typed})


@pytest.mark.django_db
def test_the_page_tells_the_limits_before_anything_is_typed(as_customer):
    html = as_customer(make_customer()).get("/wallet/top-up/").content.decode()
    for words in ("€5.00", "€500.00", "€1,000.00", "No fee; spendable in this shop only."):
        assert words in html
    assert re.search(r'name="preset" value="2000"[^>]* checked', html)
    assert 'name="key" value="' in html


@pytest.mark.django_db
def test_each_page_has_a_key_of_its_own(as_customer):
    client = as_customer(make_customer())
    keys = {client.get("/wallet/top-up/").context["form"]["key"].value() for _ in range(3)}
    assert len(keys) == 3


def test_the_payment_page_is_opened_and_nothing_is_credited_yet(as_customer, fake):
    wallet = make_wallet()
    answer = send(as_customer(wallet.customer), preset="2000", save_card="on")
    top_up = TopUp.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == top_up.redirect_url
    assert (str(top_up.money.amount), top_up.save_card, top_up.status) == ("20.00", True, "open")
    assert top_up.success_url == f"http://testserver/wallet/top-ups/{top_up.pk}/"
    assert balances(wallet) == ("0.00", "0.00")


def test_a_saved_card_adds_money_in_one_step(as_customer, fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    client = as_customer(wallet.customer)
    html = client.get("/wallet/top-up/").content.decode()
    assert re.search(rf'name="pay_with" value="{card.pk}"[^>]* checked', html)
    answer = send(client, pay_with=str(card.pk))
    assert answer["Location"] == f"/wallet/top-ups/{TopUp.objects.get().pk}/"
    assert balances(wallet) == ("25.00", "0.00")
    assert "Your wallet now has" in client.get(answer["Location"]).content.decode()


def test_the_same_form_twice_is_one_top_up(as_customer, fake):
    wallet = make_wallet()
    card, key = make_saved_card(wallet, fake), str(uuid4())
    client = as_customer(wallet.customer)
    first, again = (send(client, key=key, pay_with=str(card.pk)) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert balances(wallet) == ("25.00", "0.00")


def test_the_same_form_with_another_amount_is_refused_with_a_new_key(as_customer, fake):
    wallet = make_wallet()
    card, key = make_saved_card(wallet, fake), str(uuid4())
    client = as_customer(wallet.customer)
    send(client, key=key, pay_with=str(card.pk))
    answer = send(client, key=key, pay_with=str(card.pk), amount="30")
    assert answer.status_code == 422
    assert "sent before" in answer.content.decode()
    assert answer.context["form"]["key"].value() != key
    assert balances(wallet) == ("25.00", "0.00")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_amount_is_refused_beside_the_field_and_nothing_moves(as_customer, fake, typed):
    wallet = make_wallet()
    answer = send(as_customer(wallet.customer), amount=typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="amount_error"' in html
    assert 'aria-invalid="true"' in html
    assert answer.context["form"]["amount"].value() == typed
    assert "<b>1</b>" not in html
    assert not TopUp.objects.exists()
    assert fake.calls() == []


@pytest.mark.django_db
def test_over_the_largest_balance_says_how_much_would_go(as_customer, fake):
    wallet = make_wallet("990.00")
    answer = send(as_customer(wallet.customer), amount="20")
    assert "at most €10.00 now" in answer.content.decode()
    assert not TopUp.objects.exists()


@pytest.mark.django_db
def test_another_currency_is_refused(as_customer, fake):
    answer = send(as_customer(make_customer()), currency="USD")
    assert "This needs an amount in EUR, not in USD." in answer.content.decode()
    assert not TopUp.objects.exists()


def test_another_customers_card_cannot_be_chosen(as_customer, fake):
    theirs = make_saved_card(make_wallet(), fake)
    answer = send(as_customer(make_customer()), pay_with=str(theirs.pk))
    assert answer.status_code == 422
    assert 'id="pay_with_error"' in answer.content.decode()
    assert not TopUp.objects.exists()


@pytest.mark.django_db
def test_a_wallet_in_another_currency_that_is_not_theirs_is_not_found(as_customer, fake):
    make_wallet("100", "INR")
    client = as_customer(make_customer())
    assert client.get("/wallet/top-up/?currency=INR").status_code == 404
    assert send(client, "?currency=INR", currency="INR", amount="500").status_code == 404
    assert not TopUp.objects.exists()


def test_their_own_wallet_in_another_currency_is_topped_up(as_customer, fake):
    wallet = make_wallet("0", "INR")
    send(as_customer(wallet.customer), "?currency=INR", currency="INR", amount="500")
    assert str(TopUp.objects.get().money) == "₹500.00"


def test_a_customer_without_a_wallet_gets_one_with_the_first_top_up(as_customer, fake):
    customer = make_user()
    client = as_customer(customer)
    assert client.get("/wallet/top-up/").status_code == 200
    assert not Wallet.objects.exists()
    assert send(client).status_code == 302
    assert TopUp.objects.get().wallet.customer == customer


@pytest.mark.django_db
def test_a_frozen_wallet_takes_no_money_and_says_why(as_customer, fake):
    wallet = make_wallet("5.00")
    freeze_wallet(wallet_id=wallet.pk, reason="We look into it.")
    client = as_customer(wallet.customer)
    page = client.get("/wallet/top-up/").content.decode()
    assert "We look into it." in page
    assert '<form class="top-up"' not in page
    assert send(client).status_code == 422
    assert not TopUp.objects.exists()


@pytest.mark.django_db
def test_a_full_wallet_says_so(as_customer):
    html = as_customer(make_customer("998.00")).get("/wallet/top-up/").content.decode()
    assert "Your wallet is full" in html


def test_without_the_gateway_nothing_is_charged_and_it_can_be_tried_again(as_customer, fake):
    wallet = make_wallet()
    client = as_customer(wallet.customer)
    fake.inject("error_503", "/v1/checkout/sessions", times=10)
    answer = send(client)
    page = client.get(answer["Location"]).content.decode()
    assert "We could not reach the payment service" in page
    assert "Nothing was charged." in page
    fake.clear_faults()
    again = client.post(f"{answer['Location']}retry/")
    top_up = TopUp.objects.get()
    assert again["Location"] == top_up.redirect_url
    assert top_up.status == "open"


def test_a_gateway_that_falls_silent_over_a_saved_card_is_not_said_to_have_charged_nothing(as_customer, fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    client = as_customer(wallet.customer)
    fake.inject("reset_after", "/v1/payment_intents", times=10)
    answer = send(client, pay_with=str(card.pk))
    page = client.get(answer["Location"]).content.decode()
    assert "know yet whether your card was charged" in page
    assert "Nothing was charged." not in page
    fake.clear_faults()
    client.post(f"{answer['Location']}retry/")
    assert balances(wallet) == ("25.00", "0.00")
    assert len([call for call in fake.calls("/v1/payment_intents") if not call["replayed"]]) >= 1


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/checkout/", "/checkout/"),
        ("https://evil.example/", ""),
        ("//evil.example/", ""),
        ("/\\evil.example", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_way_back_is_a_path_of_this_shop(as_customer, fake, asked, kept):
    client = as_customer(make_customer())
    assert client.get("/wallet/top-up/", {"next": asked}).context["form"]["next"].value() == kept
    send(client, next=asked)
    assert ("evil" in TopUp.objects.get().success_url) is False
    assert ("next=%2Fcheckout%2F" in TopUp.objects.get().success_url) is bool(kept)


@pytest.mark.django_db
def test_a_link_can_suggest_an_amount(as_customer):
    client = as_customer(make_customer())
    own = client.get("/wallet/top-up/?amount=33.50").context["form"]
    preset = client.get("/wallet/top-up/?amount=50").context["form"]
    nonsense = client.get("/wallet/top-up/?amount=lots").context["form"]
    assert (own["preset"].value(), own["amount"].value()) == ("own", "33.50")
    assert preset["preset"].value() == "5000"
    assert nonsense["preset"].value() == "2000"
