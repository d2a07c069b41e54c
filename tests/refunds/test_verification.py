"""Each check finds what it is there to find; rows are changed behind the application to show it."""

import pytest

from refunds.models import Refund, RefundAllocation, RefundReversal
from refunds.services import reverse_refund
from refunds.verification import CHECKS, refund_checks
from tests.factories.refunds import ISSUE, make_paid, refund
from tests.factories.wallets import make_staff, make_wallet
from tests.support.ledger import behind_the_triggers, fetch
from tests.support.refunds import found
from wallet_project.checkout.models import Payment, Tender
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    _wallet, payment = make_paid(wallet="20.00", reward="10.00")
    made = refund(payment, "15.00")
    check_now()
    return made


def check_now():
    """Let the database check what it would check at the end, and go on."""
    fetch("SET CONSTRAINTS ALL IMMEDIATE")
    fetch("SET CONSTRAINTS ALL DEFERRED")


def test_what_the_services_wrote_is_in_order(done):
    assert found() == []
    assert set(refund_checks()) == set(CHECKS)


def test_a_tender_that_says_more_than_its_refunds_shows(done):
    with behind_the_triggers():
        Tender.objects.filter(payment=done.payment, kind="wallet").update(refunded=11)
    assert found() == ["tenders are refunded by refunds", "payments are refunded by tenders"]


def test_a_payment_that_says_more_than_its_tenders_shows(done):
    with behind_the_triggers():
        Payment.objects.filter(pk=done.payment_id).update(refunded=16)
    assert found() == ["payments are refunded by tenders"]


def test_a_refund_that_is_more_than_its_parts_shows(done):
    with behind_the_triggers():
        Refund.objects.filter(pk=done.pk).update(amount=16)
    assert found() == ["refunds are the sum of their parts"]


def test_parts_of_a_refund_that_was_refused_show(done):
    with behind_the_triggers():
        Refund.objects.filter(pk=done.pk).update(status="rejected", decision_note="no")
    assert found() == ["refunds are the sum of their parts"]


def test_a_part_that_vanished_shows(done):
    with behind_the_triggers():
        RefundAllocation.objects.filter(refund=done, target="wallet").delete()
    assert found() == [
        "tenders are refunded by refunds",
        "refunds are the sum of their parts",
        "refund entries have their refund",
    ]


def test_a_part_that_points_at_another_entry_shows(done):
    make_wallet("1.00")
    entry = Adjustment.objects.order_by("-entry_id").first().entry_id
    with behind_the_triggers():
        RefundAllocation.objects.filter(refund=done, target="wallet").update(entry=entry)
    assert found() == ["parts of refunds have their entry", "refund entries have their refund"]


def test_a_part_that_is_more_than_its_entry_shows(done):
    with behind_the_triggers():
        RefundAllocation.objects.filter(refund=done, target="lots").update(bonus=1)
    assert found() == ["parts of refunds have their entry"]


def test_a_reversal_that_says_more_than_its_entries_took_shows(done):
    reversal = reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="kept")
    check_now()
    assert found() == []
    with behind_the_triggers():
        RefundReversal.objects.filter(pk=reversal.pk).update(taken=14, shortfall=1)
    assert found() == ["reversals are what entries took"]


def test_an_entry_of_a_refund_taken_back_without_one_shows(done):
    reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="kept")
    check_now()
    with behind_the_triggers():
        RefundAllocation.objects.filter(refund=done, target="wallet").update(undone_entry=None)
    assert JournalEntry.objects.filter(kind="refund_reversed").count() == 2
    assert found() == ["refund entries have their refund", "reversals are what entries took"]
