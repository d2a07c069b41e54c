from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from tests.factories.checkout import make_saved_card
from tests.factories.wallets import balances, make_customer, make_staff, make_wallet
from wallets.models import SavedCard, TopUp
from wallets.services import close_quarantined_top_up, settle_top_up, start_top_up
from wallets.services.top_up_results import note_canceled

pytestmark = pytest.mark.django_db(transaction=True)

A_DAY = 24 * 60 * 60
PAGE = "http://testserver/wallet/top-ups/{top_up}/"


@pytest.fixture
def wallet():
    return make_wallet()


@pytest.fixture
def client(as_customer, wallet):
    return as_customer(wallet.customer)


def started(wallet, **changes):
    arguments = {"amount": Money("20.00", "EUR"), "key": uuid4().hex, "success_url": PAGE, "cancel_url": PAGE}
    return start_top_up(customer_id=wallet.customer_id, wallet_id=wallet.pk, **{**arguments, **changes})


def address(top_up, action=""):
    return f"/wallet/top-ups/{top_up.pk}/{action}"


def page(client, top_up, query=""):
    answer = client.get(address(top_up) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def asked_last_minute(top_up):
    TopUp.objects.filter(pk=top_up.pk).update(checked_at=timezone.now() - timedelta(minutes=1))


def test_the_return_page_credits_and_shows_the_new_balance(client, wallet, fake):
    top_up = started(wallet, save_card=True)
    fake.pay(top_up.redirect_url, card="4242424242424242")
    html = page(client, top_up)
    assert "Your money is here" in html
    assert "Your wallet now has" in html
    assert "hx-get" not in html
    assert balances(wallet) == ("20.00", "0.00")
    assert SavedCard.objects.get().last4 == "4242"


def test_loading_it_again_credits_nothing_more(client, wallet, fake):
    top_up = started(wallet)
    fake.pay(top_up.redirect_url, card="4242424242424242")
    for _ in range(3):
        page(client, top_up)
    assert balances(wallet) == ("20.00", "0.00")


def test_an_open_page_can_be_gone_on_with_or_canceled(client, wallet, fake):
    top_up = started(wallet)
    html = page(client, top_up)
    assert top_up.redirect_url in html
    assert "Nothing has been charged yet." in html
    answer = client.post(address(top_up, "cancel/"))
    assert answer["Location"] == address(top_up)
    assert "Nothing was charged." in page(client, top_up)
    assert balances(wallet) == ("0.00", "0.00")


def test_a_top_up_that_its_customer_canceled_says_so(client, wallet, fake):
    top_up = started(wallet)
    client.post(address(top_up, "cancel/"))
    html = page(client, top_up)
    assert "You canceled it." in html
    assert "Nothing was charged." in html


def test_it_says_so_too_if_word_of_the_closing_came_by_webhook_before(client, wallet, fake):
    top_up = started(wallet)
    fake.advance_clock(A_DAY)
    assert settle_top_up(top_up_id=top_up.pk).status == "expired"
    note_canceled(top_up_id=top_up.pk)
    assert "You canceled it." in page(client, top_up)


def test_a_top_up_whose_page_expired_blames_nobody(client, wallet, fake):
    top_up = started(wallet)
    fake.advance_clock(A_DAY)
    html = page(client, top_up)
    assert "This top-up ended without a payment" in html
    assert "Nothing was charged." in html
    assert "You canceled it." not in html


def test_a_confirmation_that_its_customer_canceled_says_so(client, wallet, fake):
    card = make_saved_card(wallet, fake, "pm_card_authenticationRequired")
    top_up = started(wallet, saved_card_id=card.pk)
    client.post(address(top_up, "cancel/"))
    html = page(client, top_up)
    assert "This top-up is canceled" in html
    assert "You canceled it." in html


def test_a_top_up_that_the_store_gave_back_does_not_say_that_nothing_was_charged(client, wallet, fake):
    top_up = started(wallet)
    TopUp.objects.filter(pk=top_up.pk).update(amount=Money("15.00", "EUR"))
    fake.pay(top_up.redirect_url, card="4242424242424242")
    page(client, top_up)
    finance = make_staff("wallets.adjust_wallet_unlimited")
    close_quarantined_top_up(top_up_id=top_up.pk, actor_id=finance.pk)
    html = page(client, top_up)
    assert "The store gave this payment back" in html
    assert "Nothing was charged" not in html


def test_canceling_what_was_paid_meanwhile_credits_it(client, wallet, fake):
    top_up = started(wallet)
    fake.pay(top_up.redirect_url, card="4242424242424242")
    client.post(address(top_up, "cancel/"))
    assert balances(wallet) == ("20.00", "0.00")
    assert "You canceled it." not in page(client, top_up)


def test_three_d_secure_sends_to_the_bank_and_back(client, wallet, fake):
    card = make_saved_card(wallet, fake, "pm_card_authenticationRequired")
    top_up = started(wallet, saved_card_id=card.pk)
    html = page(client, top_up)
    assert "Your bank wants to know that it is you" in html
    assert top_up.redirect_url in html
    fake.authenticate(top_up.redirect_url, approve=True)
    assert "Your money is here" in page(client, top_up)


def test_a_slow_bank_is_waited_for_by_itself_and_without_scripts(client, wallet, fake):
    top_up = started(wallet)
    fake.pay_by_bank(top_up.redirect_url, method="upi", outcome="never")
    html = page(client, top_up)
    assert "We are waiting for your bank" in html
    assert 'hx-trigger="every 3s"' in html
    assert "Load again" in html
    assert client.get(address(top_up, "progress/?seen=processing")).status_code == 204
    fake.settle_payment(TopUp.objects.get().gateway_payment, succeeded=True)
    asked_last_minute(top_up)
    answer = client.get(address(top_up, "progress/?seen=processing"))
    news = answer.content.decode()
    assert "Your money is here" in news
    assert "hx-get" not in news
    assert 'hx-swap-oob="true"' in news
    assert "€20.00" in news


def test_the_fragment_asks_the_gateway_at_most_every_few_seconds(client, wallet, fake):
    top_up = started(wallet)
    fake.pay_by_bank(top_up.redirect_url, method="upi", outcome="never")
    page(client, top_up)
    before = len(fake.calls())
    for _ in range(4):
        assert client.get(address(top_up, "progress/?seen=processing")).status_code == 204
    assert len(fake.calls()) == before
    asked_last_minute(top_up)
    client.get(address(top_up, "progress/?seen=processing"))
    assert len(fake.calls()) == before + 1


def test_the_fragment_of_a_final_top_up_reads_one_row(client, wallet, fake, query_count):
    top_up = started(wallet)
    client.post(address(top_up, "cancel/"))
    with query_count(3):  # session, customer, top-up
        assert client.get(address(top_up, "progress/?seen=expired")).status_code == 204


def test_who_was_logged_out_meanwhile_is_sent_to_the_log_in(client, wallet, fake):
    top_up = started(wallet)
    client.logout()
    answer = client.get(address(top_up, "progress/"))
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/account/login/")


def test_a_decline_says_why_and_offers_another_card(client, wallet, fake):
    card = make_saved_card(wallet, fake, "pm_card_chargeCustomerFail")
    top_up = started(wallet, saved_card_id=card.pk)
    html = page(client, top_up, "?next=/checkout/")
    assert top_up.failure
    assert top_up.failure in html
    assert "Try again with another card" in html
    assert "amount=20.00" in html
    assert balances(wallet) == ("0.00", "0.00")


def test_what_the_gateway_captured_otherwise_is_being_checked(client, wallet, fake):
    top_up = started(wallet)
    TopUp.objects.filter(pk=top_up.pk).update(amount=Money("15.00", "EUR"))
    fake.pay(top_up.redirect_url, card="4242424242424242")
    html = page(client, top_up)
    assert "The store is checking this payment" in html
    assert "captured another amount" not in html
    assert balances(wallet) == ("0.00", "0.00")


@pytest.mark.parametrize(
    ("query", "expected"), [("?next=/checkout/", True), ("?next=//evil.example/", False)]
)
def test_the_way_back_where_the_customer_came_from(client, wallet, fake, query, expected):
    top_up = started(wallet)
    fake.pay(top_up.redirect_url, card="4242424242424242")
    html = page(client, top_up, query)
    assert ("Go on where you were" in html) is expected
    assert "evil.example" not in html


@pytest.mark.parametrize(
    ("method", "action"), [("get", ""), ("get", "progress/"), ("post", "cancel/"), ("post", "retry/")]
)
def test_another_customers_top_up_is_not_found_and_left_alone(as_customer, wallet, fake, method, action):
    top_up = started(wallet)
    fake.pay(top_up.redirect_url, card="4242424242424242")
    stranger = as_customer(make_customer("1.00"))
    before = len(fake.calls())
    assert getattr(stranger, method)(address(top_up, action)).status_code == 404
    assert len(fake.calls()) == before
    assert TopUp.objects.get().status == "open"
    assert balances(wallet) == ("0.00", "0.00")


@pytest.mark.parametrize("action", ["cancel/", "retry/"])
def test_what_changes_is_no_get(client, wallet, fake, action):
    top_up = started(wallet)
    assert client.get(address(top_up, action)).status_code == 405
    assert TopUp.objects.get().status == "open"
