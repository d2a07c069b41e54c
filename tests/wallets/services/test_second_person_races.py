"""Two people decide about the same request at the same moment, each on a connection of their own."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.approvals import KINDS, WALLETS
from tests.support.threads import at_once, kinds
from wallets.models import AdjustmentPolicy, AdjustmentRequest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request):
    return request.param


def ask(kind, amount="100.01"):
    return kind.ask(kind.make("50"), amount, kind.requester())


def test_approved_by_many_at_once_it_is_booked_once(kind):
    asked, staff = ask(kind), [kind.approver().pk for _ in range(4)]
    results = at_once(
        *(lambda pk=pk: kind.approve(request_id=asked.pk, approver_id=pk) for pk in staff), times=2
    )
    assert kinds(results) == {type(asked).__name__: 2, "NotWaiting": 6}
    assert kind.balance(asked.wallet) == "150.01"


def test_without_the_wallets_lock_the_same_test_fails(monkeypatch):
    """Both read that it waits before either has decided; only the database's own rules are left."""
    asked, staff = ask(WALLETS), [WALLETS.approver().pk for _ in range(2)]
    both_have_read = threading.Barrier(2)

    def read(request_id):
        row = AdjustmentRequest.objects.select_related("wallet").get(pk=request_id)
        both_have_read.wait(timeout=20)
        return row

    monkeypatch.setattr("wallets.services.adjustment_requests.lock_adjustment_request", read)
    results = at_once(*(lambda pk=pk: WALLETS.approve(request_id=asked.pk, approver_id=pk) for pk in staff))
    assert kinds(results) == {"AdjustmentRequest": 1, "IntegrityError": 1}
    assert WALLETS.balance(asked.wallet) == "150.01"


def test_approved_and_expired_at_once_it_is_one_of_both(kind):
    for _ in range(4):
        asked = ask(kind)
        who, now, later = kind.approver().pk, timezone.now(), asked.decide_until + timedelta(seconds=1)
        at_once(
            lambda pk=asked.pk, at=now, who=who: kind.approve(request_id=pk, approver_id=who, now=at),
            lambda pk=asked.pk, at=later: kind.expire(request_id=pk, now=at),
        )
        row = kind.model.objects.get(pk=asked.pk)
        moved = kind.balance(asked.wallet) == "150.01"
        assert (row.status, row.adjustment_id is not None) in {("approved", True), ("expired", False)}
        assert moved == (row.status == "approved")


def test_approved_and_rejected_at_once_it_is_one_of_both(kind):
    asked, first, second = ask(kind), kind.approver().pk, kind.approver().pk
    results = at_once(
        lambda: kind.approve(request_id=asked.pk, approver_id=first),
        lambda: kind.reject(request_id=asked.pk, approver_id=second, reason="no"),
    )
    assert kinds(results) == {type(asked).__name__: 1, "NotWaiting": 1}
    approved = kind.model.objects.get(pk=asked.pk).status == "approved"
    assert kind.balance(asked.wallet) == ("150.01" if approved else "50.00")


def test_many_requests_at_once_do_not_beat_the_day(kind):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="5", per_admin_and_day="25")
    staff, wallets = kind.requester(), [kind.make() for _ in range(6)]
    results = at_once(*(lambda one=one: kind.ask(one, "10.00", staff) for one in wallets))
    assert kinds(results) == {kind.model.__name__: 2, "AdjustmentNotAllowed": 4}


def test_many_approvals_at_once_do_not_beat_the_day(kind):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="5", per_admin_and_day="25")
    approver, asked = kind.approver().pk, [ask(kind, "10.00").pk for _ in range(4)]
    results = at_once(*(lambda pk=pk: kind.approve(request_id=pk, approver_id=approver) for pk in asked))
    assert kinds(results) == {kind.model.__name__: 2, "AdjustmentNotAllowed": 2}


def test_the_same_form_sent_many_times_at_once_asks_once(kind):
    wallet, staff = kind.make("50"), kind.requester()
    results = at_once(lambda: kind.ask(wallet, "100.01", staff, key="k"), times=8)
    assert kinds(results) == {kind.model.__name__: 8}
    assert kind.model.objects.count() == 1
