"""Who asked for a second person is told what became of it, and nobody else is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from notifications.models import OutboxMessage
from notifications.texts import render_letter
from refunds.services import approve_refund, expire_refund, reject_refund
from tests.factories.approvals import DEBIT, KINDS
from tests.factories.refunds import APPROVE, ISSUE, make_paid, refund
from tests.factories.wallets import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request):
    return request.param


@pytest.fixture
def asked(kind):
    return kind.ask(kind.make("50"), "100.01", kind.requester())


def letters():
    return OutboxMessage.objects.filter(kind="approval_decided")


def letter_to(person):
    message = letters().get()
    assert message.recipient_id == person
    return render_letter(message)


def test_approved_with_a_link_to_the_request_once(kind, asked):
    approver = kind.approver()
    for _ in range(2):
        kind.approve(request_id=asked.pk, approver_id=approver.pk, note="Seen the photos")
    letter = letter_to(asked.requester_id)
    assert letter.subject == "Approved: Credit of €100.01"
    assert f"is approved, and done: Credit of €100.01 for {asked.customer}." in letter.text
    assert "“Seen the photos”" in letter.text
    assert f"Decided by: {approver}" in letter.text
    assert str(asked.pk) in letters().get().context["url"]


def test_rejected_with_the_words_of_who_decided(kind, asked):
    kind.reject(request_id=asked.pk, approver_id=kind.approver().pk, reason="Too much")
    letter = letter_to(asked.requester_id)
    assert letter.subject == "Not approved: Credit of €100.01"
    assert "“Too much”" in letter.text
    assert "Nothing has moved." in letter.text


def test_expired_says_that_nobody_decided_and_names_nobody(kind, asked):
    kind.expire(request_id=asked.pk, now=asked.decide_until + timedelta(seconds=1))
    letter = letter_to(asked.requester_id)
    assert letter.subject == "Not decided in time: Credit of €100.01"
    assert "Decided by" not in letter.text


def test_a_debit_is_called_one(kind):
    asked = kind.ask(kind.make("300"), "150.00", kind.requester(), direction=DEBIT)
    kind.approve(request_id=asked.pk, approver_id=kind.approver().pk)
    assert letter_to(asked.requester_id).subject == "Approved: Debit of €150.00"


def test_what_needed_no_second_person_is_told_to_no_staff(kind):
    kind.ask(kind.make("50"), "1.00", kind.requester())
    assert not letters().exists()


@pytest.fixture
def large():
    return refund(make_paid(wallet="300.00")[1], "150.00", requester_id=make_staff(ISSUE).pk)


def test_of_a_refund_too_whatever_was_decided(large):
    approve_refund(refund_id=large.pk, approver_id=make_staff(APPROVE).pk)
    assert letter_to(large.requester_id).subject == "Approved: Refund of €150.00"


def test_of_a_refund_that_was_rejected(large):
    reject_refund(refund_id=large.pk, approver_id=make_staff(APPROVE).pk, reason="Worn")
    assert "“Worn”" in letter_to(large.requester_id).text


def test_of_a_refund_that_nobody_decided(large):
    expire_refund(refund_id=large.pk, now=large.expires_at + timedelta(seconds=1))
    assert "Nobody decided in time" in letter_to(large.requester_id).text


def test_a_customer_who_asked_gets_no_letter_for_staff():
    wallet, payment = make_paid(wallet="30.00")
    asked = refund(payment, "5.00", requester_id=wallet.customer_id)
    reject_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk, reason="Worn")
    assert not letters().exists()


def test_without_an_admin_the_letter_leads_to_the_store(large):
    with override_settings(ROOT_URLCONF="tests.wallets.no_urls"):
        approve_refund(refund_id=large.pk, approver_id=make_staff(APPROVE).pk)
    assert letters().get().context["url"] == "/"
