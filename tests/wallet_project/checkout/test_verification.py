"""What a wallet paid at once stands in the journal, and each check finds what it is there to find."""

import pytest

from tests.factories.checkout import pay
from tests.factories.refunds import refund
from tests.factories.wallets import balances, make_wallet
from tests.support.ledger import behind_the_triggers, differences, fetch, post
from wallet_project.checkout.models import Tender
from wallet_project.checkout.services import capture_payment
from wallet_project.checkout.verification import payment_checks
from wallets.ledger import chart
from wallets.ledger.enums import EntryKind
from wallets.ledger.verification import verify
from wallets.models import Adjustment
from wallets.verification import checks_of

pytestmark = pytest.mark.django_db

CHECK = "orders paid at once have their entry"


@pytest.fixture
def wallet():
    return make_wallet("50.00")


@pytest.fixture
def tender(wallet):
    tender = pay(wallet, "20.00").payment.tenders.get()
    fetch("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return tender


def found():
    findings = verify(checks=checks_of(payment_checks()))
    return [str(difference) for finding in findings for difference in finding.differences]


def test_it_is_a_check_of_verify_ledger():
    assert CHECK in {finding.check for finding in verify()}


@pytest.mark.parametrize(("currency", "amount"), [("EUR", "50.00"), ("JPY", "500"), ("KWD", "12.345")])
def test_what_was_paid_at_once_or_from_a_hold_is_in_order(currency, amount):
    wallet = make_wallet(amount, currency)
    pay(wallet, amount)
    capture_payment(payment_id=pay(make_wallet("50.00"), "20.00", capture=False).payment.pk)
    assert (found(), differences()) == ([], [])


def test_a_refund_of_it_goes_back_into_the_wallet_and_all_agrees(wallet, tender):
    refund(tender.payment, "5.00")
    assert balances(wallet) == ("35.00", "0.00")
    refund(tender.payment, "15.00")
    assert balances(wallet) == ("50.00", "0.00")
    assert [finding.check for finding in verify() if finding.differences] == []


def test_a_tender_that_says_another_amount_than_its_entry_shows(tender):
    with behind_the_triggers():
        Tender.objects.filter(pk=tender.pk).update(amount=21, captured=21)
    assert found() == [f"{CHECK}: tender {tender.pk}: expected 2100, found 2000"]


def test_a_tender_that_names_another_entry_shows_and_so_does_the_one_it_left(wallet, tender):
    given = Adjustment.objects.get(wallet=wallet).entry_id
    with behind_the_triggers():
        Tender.objects.filter(pk=tender.pk).update(entry=given)
    assert found() == [
        f"{CHECK}: tender {tender.pk}: expected 2000, found nothing",
        f"{CHECK}: entry {tender.entry_id}: expected a tender that paid at once, found nothing",
    ]


def test_an_entry_that_paid_nothing_shows(wallet):
    sale = {wallet.available_account_id: -100, chart.system_account(chart.SALES, "EUR"): 100}
    posted = post("x", sale, kind=EntryKind.ORDER_PAID)
    assert found() == [
        f"{CHECK}: entry {posted.entry_id}: expected a tender that paid at once, found nothing"
    ]
