"""Rescued payments in the admin: all of them with what came of each, and the way to rescue one by hand."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.checkout import make_quarantined_payment
from tests.factories.wallets import balances, make_staff, make_wallet
from tests.support.staff import ROLES, address, client_of
from tests.wallet_project.checkout.services.test_bank_rescues import stray
from wallet_project.checkout.models import CardReturn, RescuedPayment
from wallet_project.checkout.services import credit_quarantined_payment
from wallets.services import reverse_wallet_entry

pytestmark = pytest.mark.django_db(transaction=True)
LIST, CHANGE = "checkout_rescuedpayment_changelist", "checkout_rescuedpayment_change"
RESCUE = "checkout_rescuedpayment_rescue"


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def rescued(fake):
    wallet, payment = make_quarantined_payment(fake, amount=1199)
    finance = make_staff("wallets.adjust_wallet_unlimited", "ledger.reverse_entry")
    credit_quarantined_payment(payment_id=payment.pk, actor_id=finance.pk)
    return wallet, RescuedPayment.objects.get(tender__payment=payment)


def form(wallet, payment, **changes):
    typed = {"reference": payment, "customer": wallet.customer.email, "amount": "20.00", "currency": "EUR"}
    return {**typed, "order_reference": "#1000042", "why": "Paid by link", **changes}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_what_was_rescued_and_what_came_of_it(fake, role):
    wallet, one = rescued(fake)
    RescuedPayment.objects.update(used_for="1000077")
    CardReturn.objects.create(
        tender=one.tender,
        kind="dispute",
        status="open",
        gateway_id="dp_1",
        amount=one.amount,
        reason="fraudulent",
    )
    page = text_of(client_of(role).get(address(LIST)))
    for words in (
        one.order_reference,
        wallet.customer.email,
        "€11.99",
        "Staff, from quarantine",
        "It was to pay for order #1000077.",
        "Dispute: €11.99, Open (fraudulent)",
    ):
        assert words in page
    assert one.gateway_payment in text_of(client_of(role).get(address(CHANGE, one.pk)))


def test_what_staff_took_back_is_said(fake):
    _wallet, one = rescued(fake)
    reverse_wallet_entry(
        entry_id=one.entry_id,
        reason="x",
        actor_id=make_staff("ledger.reverse_entry", "wallets.adjust_wallet_unlimited").pk,
        key="k",
    )
    assert "Staff took it back, with entry #" in text_of(client_of("Support").get(address(LIST)))


def test_a_payment_is_rescued_in_two_clicks(fake):
    wallet, client = make_wallet("0"), client_of("Operations")
    payment = stray(fake, wallet)
    seen = text_of(client.post(address(RESCUE), form(wallet, payment)))
    assert "€20.00 was paid by" in seen
    assert balances(wallet) == ("0.00", "0.00")
    for _ in range(2):
        done = client.post(address(RESCUE), form(wallet, payment, confirm="1"))
        assert done.status_code == 302
    one = RescuedPayment.objects.get()
    assert done.url == address(CHANGE, one.pk)
    assert (one.order_reference, one.why, one.actor.groups.get().name) == (
        "1000042",
        "Paid by link",
        "Operations",
    )
    assert balances(wallet) == ("20.00", "0.00")
    assert "Paid by link" in str(LogEntry.objects.latest("pk").change_message)


def test_a_refusal_is_said_and_what_was_typed_stays(fake):
    wallet, client = make_wallet("0"), client_of("Operations")
    page = text_of(client.post(address(RESCUE), form(wallet, stray(fake, wallet), amount="19.00")))
    assert "took €20.00, not €19.00" in page
    assert 'value="19.00"' in page
    confirmed = client.post(address(RESCUE), form(wallet, "pi_of_nobody", confirm="1"))
    assert "knows no payment" in text_of(confirmed)
    assert balances(wallet) == ("0.00", "0.00")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reference": "pi_1 OR 1"}, "as the payment service shows it"),
        ({"customer": "nobody@example.com"}, "no customer with this e-mail"),
        ({"amount": "-5"}, "more than zero"),
        ({"amount": "1e3"}, "in digits"),
        ({"amount": "5.001"}, "at most 2 decimals"),
        ({"amount": ""}, "required"),
        ({"currency": "XXX"}, "XXX is not one of the available choices"),
        ({"why": ""}, "required"),
    ],
)
def test_what_is_typed_is_checked_before_anybody_is_asked(changes, words):
    """No gateway listens here: whoever asked it would say so."""
    wallet = make_wallet("0")
    for confirmed in ({}, {"confirm": "1"}):
        typed = form(wallet, "pi_1", **changes, **confirmed)
        page = text_of(client_of("Operations").post(address(RESCUE), typed))
        assert words in page
        assert "can't be asked" not in page
    assert balances(wallet) == ("0.00", "0.00")


def test_one_that_is_rescued_already_needs_nothing(fake):
    wallet, client = make_wallet("0"), client_of("Operations")
    payment = stray(fake, wallet)
    client.post(address(RESCUE), form(wallet, payment, confirm="1"))
    assert "Nothing to do" in text_of(client.post(address(RESCUE), form(wallet, payment)))


@pytest.mark.parametrize(
    ("role", "status"), [("", 403), ("Support", 403), ("Operations", 200), ("Finance", 200)]
)
def test_support_reads_and_rescues_nothing(role, status):
    assert client_of(role).get(address(RESCUE)).status_code == status


def test_the_list_asks_as_much_for_three_rows_as_for_one(fake):
    client = client_of("Finance")
    rescued(fake)
    client.get(address(LIST))
    with CaptureQueriesContext(connection) as one:
        client.get(address(LIST))
    for _ in range(2):
        rescued(fake)
    with CaptureQueriesContext(connection) as three:
        client.get(address(LIST))
    assert len(three) == len(one)
