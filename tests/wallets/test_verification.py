"""Each check finds what it is there to find; rows are changed behind the application to show it."""

import pytest
from django.db import connection
from djmoney.money import Money

from tests.factories.approvals import WALLETS
from tests.factories.wallets import make_wallet
from wallets.ledger.queries import open_guarded_account
from wallets.ledger.verification import verify
from wallets.models import Adjustment, AdjustmentRequest, Hold, Wallet
from wallets.services import capture_hold, place_hold, void_hold
from wallets.verification import CHECKS, checks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hold():
    wallet = make_wallet("50")
    capture_hold(hold_id=place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key="h1").pk)
    void_hold(hold_id=place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key="h2").pk)
    return place_hold(wallet_id=wallet.pk, amount=Money("20", "EUR"), key="h3")


def found():
    return {finding.check for finding in verify(checks=checks_of(CHECKS)) if finding.differences}


def behind_the_application(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_what_the_services_wrote_is_in_order(hold):
    assert found() == set()


def test_a_hold_that_vanished_shows(hold):
    Hold.objects.filter(pk=hold.pk).delete()
    assert found() == {"holds are what is held"}


def test_a_hold_that_points_at_another_entry_shows(hold):
    other = make_wallet("1")
    entry = Adjustment.objects.get(wallet=other).entry_id
    Hold.objects.filter(pk=hold.pk).update(placed_entry=entry)
    assert found() == {"holds are what is held", "holds match their entries"}


def test_an_account_without_a_wallet_shows(hold):
    open_guarded_account(code="customer_available", currency="EUR", type_="liability")
    assert found() == {"customers' accounts have a wallet"}


def test_a_wallet_on_accounts_of_another_currency_shows(hold):
    Wallet.objects.filter(pk=hold.wallet_id).update(currency="USD")
    assert found() == {"accounts are in the wallet's currency"}


def test_an_adjustment_that_vanished_shows(hold):
    Adjustment.objects.all().delete()
    assert found() == {"adjustments have their entry"}


def test_a_credit_that_no_top_up_stands_behind_shows(hold):
    behind_the_application("UPDATE ledger_entry SET kind = 'top_up' WHERE kind = 'adjustment_credit'")
    assert found() == {"top-ups are credited once"}


def test_an_approval_of_something_else_than_was_booked_shows(hold):
    asked = WALLETS.ask(hold.wallet, "100.01", WALLETS.requester())
    WALLETS.approve(request_id=asked.pk, approver_id=WALLETS.approver().pk)
    assert found() == set()
    AdjustmentRequest.objects.filter(pk=asked.pk).update(amount=Money("1000.01", "EUR"))
    assert found() == {"approved adjustments are what was asked for"}
