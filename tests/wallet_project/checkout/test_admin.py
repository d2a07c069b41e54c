"""Payments of orders in the admin: read by all roles, and decided by finance where in doubt."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from djmoney.money import Money

from tests.factories.checkout import make_payment, make_quarantined_payment, pay, state
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.staff import ROLES, address, client_of, make_role
from wallet_project.checkout.models import CardReturn, Payment, Tender

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "checkout_payment_changelist"
CREDIT = "checkout_payment_credit_reported"
BUTTON = "Credit to the customer"


@pytest.fixture
def quarantined(fake):
    return make_quarantined_payment(fake, amount=1199)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_what_was_asked_and_what_was_captured(quarantined, fake, role):
    _wallet, payment = quarantined
    _other, waiting = make_payment(order_reference="another-order")
    page = client_of(role).get(address(LIST), {"status__exact": "quarantined"}).content.decode()
    assert payment.order_reference in page
    assert waiting.order_reference not in page
    assert all(text in page for text in ("€12.00", "€11.99", "The gateway captured another amount"))


def test_staff_without_a_role_see_nothing(quarantined):
    assert client_of("").get(address(LIST)).status_code == 403


@pytest.mark.parametrize("search", ["order", "payment", "gateway", "customer"])
def test_a_payment_is_found_by_any_of_its_names(quarantined, fake, search):
    _wallet, payment = quarantined
    make_payment()
    terms = {
        "order": payment.order_reference,
        "payment": str(payment.pk),
        "gateway": payment.card_tender.gateway_payment,
        "customer": payment.customer.email,
    }
    answer = client_of("Support").get(address(LIST), {"q": terms[search]})
    assert [row.pk for row in answer.context["cl"].result_list] == [payment.pk]


def test_finance_credits_what_was_captured_with_a_reason_and_once(quarantined):
    wallet, payment = quarantined
    client, url = client_of("Finance"), address(CREDIT, payment.pk)
    page = client.get(url).content.decode()
    assert all(text in page for text in ("€11.99", "€12.00", "The gateway captured another amount"))
    assert state(payment)["payment"] == "quarantined"
    for _ in range(2):
        client.post(url, {"reason": "the bank confirms it"})
    assert state(payment)["payment"] == "rescued"
    assert balances(wallet) == ("19.99", "0.00")
    assert "the bank confirms it" in LogEntry.objects.first().change_message


def test_without_a_reason_nothing_is_decided(quarantined):
    wallet, payment = quarantined
    assert client_of("Finance").post(address(CREDIT, payment.pk), {"reason": ""}).status_code == 200
    assert (state(payment)["payment"], balances(wallet)) == ("quarantined", ("8.00", "0.00"))


@pytest.mark.parametrize("role", ["", "Support", "Operations"])
def test_others_do_not_decide(quarantined, role):
    wallet, payment = quarantined
    client, url = client_of(role), address(CREDIT, payment.pk)
    assert client.get(url).status_code == 403
    assert client.post(url, {"reason": "please"}).status_code == 403
    assert (state(payment)["payment"], balances(wallet)) == ("quarantined", ("8.00", "0.00"))
    page = client.get(address("checkout_payment_change", payment.pk))
    assert BUTTON not in page.content.decode()


def test_a_form_of_another_site_decides_nothing(quarantined):
    _wallet, payment = quarantined
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_role("Finance"))
    assert client.post(address(CREDIT, payment.pk), {"reason": "x"}).status_code == 403
    assert state(payment)["payment"] == "quarantined"


def test_the_button_is_there_only_while_there_is_something_to_decide(quarantined, fake):
    _wallet, payment = quarantined
    _other, waiting = make_payment()
    client = client_of("Finance")
    pages = [address("checkout_payment_change", one.pk) for one in (payment, waiting)]
    assert [BUTTON in client.get(page).content.decode() for page in pages] == [True, False]
    answer = client.post(address(CREDIT, waiting.pk), {"reason": "x"}, follow=True)
    assert "not waiting for a decision" in answer.content.decode()
    assert state(waiting)["payment"] == "waiting"


def test_a_refusal_is_said_in_words(fake):
    wallet, payment = make_quarantined_payment(fake, currency="usd")
    answer = client_of("Finance").post(address(CREDIT, payment.pk), {"reason": "x"}, follow=True)
    assert "EUR" in answer.content.decode()
    assert (state(payment)["payment"], balances(wallet)) == ("quarantined", ("8.00", "0.00"))


def test_a_payment_can_not_be_edited_by_a_post_of_ones_own(quarantined):
    _wallet, payment = quarantined
    client = client_of("Superuser")
    client.post(address("checkout_payment_change", payment.pk), {"status": "captured", "total_0": "1"})
    assert client.get(address("checkout_payment_add")).status_code == 403
    assert state(payment)["payment"] == "quarantined"


def test_stored_html_is_shown_as_text():
    evil = "<script>alert(1)</script>"
    wallet = make_wallet("50.00", customer=make_user(name=evil))
    payment = pay(wallet, "20.00", order_reference=evil).payment
    client = client_of("Superuser")
    for page in (address(LIST), address("checkout_payment_change", payment.pk)):
        assert evil not in client.get(page).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_however_long(query_count, rows):
    for _ in range(rows):
        pay(make_wallet("50.00"), "20.00")
    client = client_of("Superuser")
    client.get(address(LIST))
    with query_count(5):
        client.get(address(LIST))
    assert (Payment.objects.count(), Tender.objects.count()) == (rows, rows)


def test_what_the_bank_takes_back_is_shown_with_the_payment(quarantined):
    _wallet, payment = quarantined
    CardReturn.objects.create(
        tender=payment.card_tender,
        kind="dispute",
        status="open",
        gateway_id="dp_1",
        amount=Money("11.99", "EUR"),
        reason="fraudulent",
    )
    page = client_of("Support").get(address("checkout_payment_change", payment.pk)).content.decode()
    assert "Dispute: €11.99, Open (fraudulent)" in page
