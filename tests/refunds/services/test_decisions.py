"""A second person decides, and never who asked for it or gets it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from refunds.exceptions import NeedsAnotherPerson, PaymentDisputed, RefundNotAllowed, RefundNotOpen
from refunds.models import Refund
from refunds.services import approve_refund, expire_refund, issue_refund, reject_refund
from refunds.tasks import expire_requests
from tests.factories.refunds import APPROVE, ISSUE, make_daily_sum, make_paid, refund, refunded
from tests.factories.wallets import balances, make_staff
from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
from wallet_project.checkout.services import record_card_return
from wallet_project.core.exceptions import InvalidState, NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wallet_and_request():
    """200.01 that a staff member asked for, over what they may refund alone."""
    wallet, payment = make_paid(wallet="300.00")
    return wallet, refund(payment, "200.01", requester_id=make_staff(ISSUE, APPROVE).pk)


@pytest.fixture
def asked(wallet_and_request):
    return wallet_and_request[1]


def stands(asked):
    return Refund.objects.get(pk=asked.pk).status, refunded(asked.payment)[0]


def test_a_second_person_approves_and_the_money_moves(wallet_and_request):
    wallet, asked = wallet_and_request
    approver = make_staff(APPROVE)
    for _ in range(2):
        done = approve_refund(refund_id=asked.pk, approver_id=approver.pk, note="seen")
    assert (done.status, done.approver, done.decision_note) == ("done", approver, "seen")
    assert balances(wallet)[0] == "200.01"


def test_who_asked_does_not_approve(asked):
    with pytest.raises(NeedsAnotherPerson) as refused:
        approve_refund(refund_id=asked.pk, approver_id=asked.requester_id)
    assert refused.value.code == "approval_required"
    with pytest.raises(NeedsAnotherPerson):
        reject_refund(refund_id=asked.pk, approver_id=asked.requester_id, reason="no")
    assert stands(asked) == ("requested", "0.00")


@pytest.mark.parametrize(
    ("who", "constraint"),
    [
        ("requester_id", "refund_is_not_approved_by_who_asked_for_it"),
        ("customer_id", "refund_is_not_approved_by_who_gets_it"),
    ],
)
def test_the_database_refuses_it_too(asked, who, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Refund.objects.filter(pk=asked.pk).update(status="approved", approver_id=getattr(asked, who))
    assert stands(asked) == ("requested", "0.00")


def test_who_gets_it_does_not_approve_though_they_are_staff():
    customer = make_staff(ISSUE, APPROVE)
    _wallet, payment = make_paid(wallet="20.00")
    type(payment).objects.filter(pk=payment.pk).update(customer=customer)
    asked = refund(payment, "5.00", requester_id=customer.pk)
    with pytest.raises(NeedsAnotherPerson):
        approve_refund(refund_id=asked.pk, approver_id=customer.pk)
    assert stands(asked) == ("requested", "0.00")


def test_a_limit_of_ones_own_that_covers_it_is_enough_to_decide():
    wallet, payment = make_paid(wallet="300.00")
    operations = make_staff(ISSUE)
    small = refund(payment, "100.00", requester_id=wallet.customer_id)
    large = refund(payment, "100.01", requester_id=wallet.customer_id)
    assert approve_refund(refund_id=small.pk, approver_id=operations.pk).status == "done"
    with pytest.raises(RefundNotAllowed, match="role"):
        approve_refund(refund_id=large.pk, approver_id=operations.pk)
    assert stands(large) == ("requested", "100.00")


def test_what_somebody_approves_counts_in_their_daily_sum(asked):
    make_daily_sum(200)
    with pytest.raises(RefundNotAllowed, match="within 24 hours"):
        approve_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk)
    assert stands(asked) == ("requested", "0.00")


def test_rejected_with_words_for_the_customer_who_asked():
    wallet, payment = make_paid(wallet="20.00")
    asked = refund(payment, "5.00", requester_id=wallet.customer_id)
    staff = make_staff(APPROVE)
    for _ in range(2):
        reject_refund(refund_id=asked.pk, approver_id=staff.pk, reason=" It was worn. ")
    letter = OutboxMessage.objects.get(kind="refund_rejected")
    assert (letter.recipient_id, details_of(letter)["reason"]) == (wallet.customer_id, "It was worn.")
    assert stands(asked) == ("rejected", "0.00")
    assert refund(payment, "20.00").status == "done"


def test_of_what_staff_asked_for_the_customer_is_not_told(asked):
    reject_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk, reason="no")
    assert not OutboxMessage.objects.filter(kind="refund_rejected").exists()


def test_a_rejection_needs_a_reason(asked):
    with pytest.raises(InvalidState, match="Say why"):
        reject_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk, reason=" ")
    assert stands(asked) == ("requested", "0.00")


@pytest.mark.parametrize("decide", [approve_refund, reject_refund])
def test_what_is_over_is_not_decided_again(asked, decide):
    reject_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk, reason="no")
    words = {"reason": "no"} if decide is reject_refund else {}
    with pytest.raises(RefundNotOpen):
        decide(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk, **words)
    assert stands(asked) == ("rejected", "0.00")


def test_an_approved_refund_is_paid_and_can_not_be_rejected(asked):
    approve_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk)
    with pytest.raises(RefundNotOpen):
        reject_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk, reason="no")
    assert stands(asked) == ("done", "200.01")


def test_nothing_is_issued_before_it_is_approved(asked):
    with pytest.raises(RefundNotOpen):
        issue_refund(refund_id=asked.pk)
    assert stands(asked) == ("requested", "0.00")


def test_a_request_that_nobody_decides_ends_and_frees_its_amount():
    wallet, payment = make_paid(wallet="20.00")
    asked = refund(payment, "20.00", requester_id=wallet.customer_id)
    assert expire_requests() == 0
    Refund.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(RefundNotOpen):
        approve_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk)
    assert expire_requests() == 1
    assert stands(asked) == ("expired", "0.00")
    assert "ask again" in details_of(OutboxMessage.objects.get(kind="refund_rejected"))["reason"]
    assert refund(payment, "20.00").status == "done"


def test_what_was_decided_does_not_expire(asked):
    later = timezone.now() + timedelta(days=99)
    approve_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk)
    assert expire_refund(refund_id=asked.pk, now=later).status == "done"


def test_what_still_has_time_does_not_expire(asked):
    assert expire_refund(refund_id=asked.pk, now=timezone.now()).status == "requested"


def test_a_dispute_stops_the_approval_and_what_is_approved_waits_for_its_end(fake):
    _wallet, payment = make_paid(fake, card="300.00")
    waiting = refund(payment, "200.01", requester_id=make_staff(ISSUE).pk)
    approved = refund(payment, "50.00", requester_id=make_staff(ISSUE).pk)
    Refund.objects.filter(pk=waiting.pk).update(status="requested")
    told = {
        "tender_id": payment.card_tender.pk,
        "kind": CardReturnKind.DISPUTE,
        "gateway_id": "dp_1",
        "amount": Money("250.00", "EUR"),
    }
    record_card_return(status=CardReturnStatus.OPEN, **told)
    with pytest.raises(PaymentDisputed):
        approve_refund(refund_id=waiting.pk, approver_id=make_staff(APPROVE).pk)
    Refund.objects.filter(pk=waiting.pk).update(status="approved")
    with pytest.raises(PaymentDisputed):
        issue_refund(refund_id=waiting.pk)
    assert (stands(waiting), stands(approved)) == (("approved", "50.00"), ("done", "50.00"))
    record_card_return(status=CardReturnStatus.KEPT, **told)
    assert issue_refund(refund_id=waiting.pk).status == "done"


def test_a_refund_that_does_not_exist_is_not_found():
    for call in (approve_refund, reject_refund):
        words = {"reason": "no"} if call is reject_refund else {}
        with pytest.raises(NotFound):
            call(refund_id=uuid7(), approver_id=make_staff(APPROVE).pk, **words)
