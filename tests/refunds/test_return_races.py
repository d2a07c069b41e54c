"""The same goods returned and decided on at the same moment, each time on connections of its own."""

from __future__ import annotations

import pytest
from django.utils import timezone
from djmoney.money import Money

from refunds.models import Refund, ReturnRequest
from refunds.services import (
    LineWanted,
    approve_return,
    cancel_return,
    refund_return,
    reject_return,
)
from tests.factories.refunds import ISSUE, refund, refunded
from tests.factories.returns import HANDLE, ask, fresh_return, history, make_bought, make_photo, make_return
from tests.factories.wallets import balances, make_staff
from tests.support.fake_stripe import sdk
from tests.support.ledger import fetch
from tests.support.refunds import everything_agrees, found
from tests.support.threads import at_once, kinds
from tests.wallets.services.overtaking import overtaken
from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import IdempotencyConflict

pytestmark = pytest.mark.django_db(transaction=True)


def pots():
    return make_bought(lines={"pot": (6, "18.00")})


def one_pot(payment):
    return lambda: ask(payment, ("pot", 1))


def units(payment) -> int:
    """How many pots returns hold."""
    return ReturnRequest.objects.filter(payment=payment).count()


def test_twenty_returns_at_once_hold_no_more_than_was_bought():
    payment = pots()[1]
    results = at_once(one_pot(payment), times=20)
    assert kinds(results) == {"ReturnRequest": 6, "LineReturnedAlready": 14}
    everything_agrees()


@pytest.fixture
def unlocked(monkeypatch):
    """The payment is read without being locked."""

    def read(payment_id):
        return load_tenders(Payment.objects.get(pk=payment_id))

    monkeypatch.setattr("refunds.services.returns.lock_payment", read)


def test_without_the_payments_lock_the_same_test_fails(unlocked):
    payment = pots()[1]
    fetch("ALTER TABLE refunds_returnline DISABLE TRIGGER line_is_returned_at_most_as_bought")
    try:
        results = at_once(one_pot(payment), times=20)
    finally:
        fetch("ALTER TABLE refunds_returnline ENABLE TRIGGER line_is_returned_at_most_as_bought")
    assert kinds(results)["ReturnRequest"] > 6


def test_returns_and_refunds_at_once_hold_no_more_than_was_bought():
    _wallet, payment = pots()
    results = at_once(
        one_pot(payment),
        lambda: refund(payment, lines=[LineWanted("pot", 1)]),
        times=8,
    )
    made = kinds(results)
    assert made["ReturnRequest"] + made["Refund"] == 6
    everything_agrees()


def test_the_same_form_sent_twenty_times_at_once_is_one_return():
    payment = pots()[1]
    photo = make_photo(payment.customer)
    results = at_once(lambda: ask(payment, ("pot", 1), key="k", photo_ids=[photo.pk]), times=20)
    assert kinds(results) == {"ReturnRequest": 20}
    assert (units(payment), ReturnRequest.objects.get().photos.count()) == (1, 1)


def test_one_photo_goes_with_one_return():
    payment = pots()[1]
    photo = make_photo(payment.customer)
    results = at_once(lambda: ask(payment, ("pot", 1), photo_ids=[photo.pk]), times=6)
    assert kinds(results) == {"ReturnRequest": 1, "PhotoRefused": 5}


def test_a_return_is_refunded_once_by_many_at_once(fake):
    wallet, payment = make_bought(fake, card="30.00")
    found = make_return(payment, ("tea", 2), destination="original", state="inspected")
    staff = [make_staff(ISSUE).pk for _ in range(5)]
    results = at_once(
        *(lambda pk=pk: refund_return(return_id=found.pk, actor_id=pk, now=timezone.now()) for pk in staff),
        times=3,
    )
    assert set(kinds(results)) <= {"Refund", "ReturnBeingRefunded", "ReturnNotOpen"}
    assert (Refund.objects.count(), refunded(payment)[0], balances(wallet)[0]) == (1, "12.00", "0.00")
    assert len(sdk(fake).v1.refunds.list().data) == 1
    assert history(found).count("refunded") == 1
    everything_agrees()


def test_canceling_and_approving_at_once_is_one_of_both():
    staff = make_staff(HANDLE).pk
    for _ in range(4):
        found = make_return(pots()[1], ("pot", 1))
        about = {"return_id": found.pk, "now": timezone.now()}
        at_once(
            lambda about=about, pk=found.customer_id: cancel_return(**about, customer_id=pk),
            lambda about=about: approve_return(**about, actor_id=staff),
            times=3,
        )
        assert len(history(found)) == 2
        assert history(found)[-1] == fresh_return(found).state


def test_refusing_and_refunding_at_once_is_one_of_both():
    staff = make_staff(HANDLE, ISSUE).pk
    for _ in range(4):
        wallet, payment = pots()
        found = make_return(payment, ("pot", 1), state="inspected")
        about = {"return_id": found.pk, "actor_id": staff, "now": timezone.now()}
        at_once(
            lambda about=about: reject_return(**about, reason="no"),
            lambda about=about: refund_return(**about),
        )
        got = Money(balances(wallet)[0], "EUR")
        assert (fresh_return(found).state, got.amount) in (("rejected", 0), ("refunded", 3))
        everything_agrees()


def test_one_key_for_two_orders_at_the_same_moment_returns_the_first():
    """Each order has a lock of its own: only the key itself is between the two."""
    wallet, first = make_bought()
    second = make_bought()[1]
    Payment.objects.filter(pk=second.pk).update(customer=wallet.customer)
    second.refresh_from_db()
    answer = overtaken(lambda: ask(first, key="k"), lambda: ask(second, key="k"))
    assert isinstance(answer, IdempotencyConflict)
    assert ReturnRequest.objects.get().payment == first
    assert found() == []
