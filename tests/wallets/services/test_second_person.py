"""What is above the limit of a role waits for a second person: money and rewards alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from tests.factories.approvals import DEBIT, KINDS, REWARDS, WALLETS
from tests.factories.wallets import make_staff
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    IdempotencyConflict,
    InsufficientFunds,
    InvalidState,
    NotFound,
)
from wallet_project.core.ids import uuid7
from wallets.exceptions import AdjustmentNotAllowed, NeedsSecondPerson, NotWaiting, WalletFrozen
from wallets.models import Adjustment, AdjustmentPolicy
from wallets.services import adjust_wallet, close_wallet
from wallets.tasks import expire_adjustment_requests

pytestmark = pytest.mark.django_db


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request):
    return request.param


@pytest.fixture
def wallet(kind):
    return kind.make("50")


@pytest.fixture
def asked(kind, wallet):
    return kind.ask(wallet, "100.01", kind.requester(), note="long call", customer_note="Sorry")


def stands(kind, asked):
    row = kind.model.objects.get(pk=asked.pk)
    return row.status, kind.balance(row.wallet)


def test_up_to_the_limit_it_is_booked_at_once(kind, wallet):
    made = kind.ask(wallet, "100.00", kind.requester())
    assert made.entry_id is not None
    assert (kind.balance(wallet), kind.model.objects.count()) == ("150.00", 0)


def test_above_it_it_waits_and_nobody_is_told(kind, wallet, asked):
    before = OutboxMessage.objects.count()
    assert stands(kind, asked) == ("requested", "50.00")
    assert asked.decide_until - asked.created_at > timedelta(days=13)
    assert OutboxMessage.objects.count() == before


def test_finance_has_a_limit_too(kind, wallet):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="10", finance_each="20")
    finance = make_staff(f"{kind.adjust}_unlimited")
    kind.ask(wallet, "20.00", finance)
    kind.ask(wallet, "20.01", finance)
    assert (kind.balance(wallet), kind.model.objects.count()) == ("70.00", 1)


def test_a_second_person_approves_and_it_is_booked_in_the_name_of_who_asked(kind, wallet, asked):
    approver = kind.approver()
    for _ in range(2):
        done = kind.approve(request_id=asked.pk, approver_id=approver.pk, note=" seen ")
    assert (done.status, done.approver_id, done.decision_note) == ("approved", approver.pk, "seen")
    assert (done.adjustment.actor_id, done.adjustment.note) == (asked.requester_id, "long call")
    assert done.adjustment.customer_note == "Sorry"
    assert stands(kind, asked) == ("approved", "150.01")


def test_a_debit_waits_as_a_credit_does(kind):
    wallet = kind.make("300")
    asked = kind.ask(wallet, "150.00", kind.requester(), direction=DEBIT)
    assert stands(kind, asked) == ("requested", "300.00")
    kind.approve(request_id=asked.pk, approver_id=kind.approver().pk)
    assert stands(kind, asked) == ("approved", "150.00")


def test_a_debit_of_more_than_there_is_is_not_even_asked_for(kind, wallet):
    with pytest.raises(InsufficientFunds):
        kind.ask(wallet, "150.00", kind.requester(), direction=DEBIT)
    assert not kind.model.objects.exists()


def test_a_debit_that_is_no_longer_there_can_not_be_approved_and_still_waits(kind):
    wallet = kind.make("300")
    asked = kind.ask(wallet, "250.00", kind.requester(), direction=DEBIT)
    kind.ask(wallet, "100.00", kind.requester(), direction=DEBIT)
    with pytest.raises(InsufficientFunds):
        kind.approve(request_id=asked.pk, approver_id=kind.approver().pk)
    assert stands(kind, asked) == ("requested", "200.00")


def test_who_asked_does_not_decide(kind, wallet, asked):
    for decide, words in ((kind.approve, {}), (kind.reject, {"reason": "no"})):
        with pytest.raises(AdjustmentNotAllowed, match="Somebody else"):
            decide(request_id=asked.pk, approver_id=asked.requester_id, **words)
    assert stands(kind, asked) == ("requested", "50.00")


def test_who_gets_it_does_not_decide(kind):
    customer = kind.approver()
    asked = kind.ask(kind.make(customer=customer), "100.01", kind.requester())
    with pytest.raises(AdjustmentNotAllowed, match="Somebody else"):
        kind.approve(request_id=asked.pk, approver_id=customer.pk)
    assert stands(kind, asked) == ("requested", "0.00")


def test_nobody_asks_for_their_own_wallet(kind):
    staff = kind.requester()
    with pytest.raises(AdjustmentNotAllowed, match="their own"):
        kind.ask(kind.make(customer=staff), "100.01", staff)
    assert not kind.model.objects.exists()


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("requester_id", "is_not_decided_by_who_asked_for_it"),
        ("customer_id", "is_not_decided_by_who_gets_it"),
    ],
)
def test_the_database_refuses_the_same_person_twice(kind, asked, field, rule):
    name = f"{kind.constraints}_{rule}"
    change = {"status": "rejected", "decided_at": timezone.now(), "decision_note": "no"}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        kind.model.objects.filter(pk=asked.pk).update(approver_id=getattr(asked, field), **change)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"status": "approved"}, "moved_money_when_approved|says_who_decided"),
        ({"status": "rejected"}, "says_who_decided_and_when|says_why"),
        ({"status": "expired"}, "says_who_decided_and_when"),
        ({"status": "maybe"}, "status_is_known|says_who_decided"),
        ({"amount": 0}, "is_positive"),
        ({"direction": "up"}, "is_known"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(kind, asked, change, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        kind.model.objects.filter(pk=asked.pk).update(**change)


def test_the_database_refuses_a_request_of_who_gets_it(kind, asked):
    name = f"{kind.constraints}_is_not_asked_for_by_who_gets_it"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        kind.model.objects.filter(pk=asked.pk).update(requester_id=asked.customer_id)


def test_who_may_adjust_decides_on_what_they_could_move_alone(kind, wallet):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="10", finance_each="200")
    asked = kind.ask(wallet, "10.01", kind.requester())
    with pytest.raises(AdjustmentNotAllowed, match="role"):
        kind.approve(request_id=asked.pk, approver_id=kind.requester().pk)
    finance = make_staff(f"{kind.adjust}_unlimited")
    assert kind.approve(request_id=asked.pk, approver_id=finance.pk).status == "approved"


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_who_is_no_staff_any_more_decides_nothing(kind, asked, fields):
    approver = kind.approver()
    type(approver).objects.filter(pk=approver.pk).update(**fields)
    with pytest.raises(AdjustmentNotAllowed):
        kind.approve(request_id=asked.pk, approver_id=approver.pk)
    assert stands(kind, asked) == ("requested", "50.00")


def test_what_somebody_asks_for_counts_in_their_day_until_it_is_refused(kind, wallet):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="10", per_admin_and_day="50")
    staff = kind.requester()
    asked = kind.ask(wallet, "45.00", staff)
    with pytest.raises(AdjustmentNotAllowed, match=r"€5\.00 of it is left"):
        kind.ask(wallet, "5.01", staff)
    kind.reject(request_id=asked.pk, approver_id=kind.approver().pk, reason="no")
    kind.ask(wallet, "5.01", staff)
    assert kind.balance(wallet) == "55.01"


def test_what_was_approved_counts_once_for_who_asked_and_once_for_who_approved(kind, wallet):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="10", per_admin_and_day="50")
    staff, approver = kind.requester(), make_staff(kind.adjust, kind.approve_permission)
    asked = kind.ask(wallet, "45.00", staff)
    kind.approve(request_id=asked.pk, approver_id=approver.pk)
    for one in (staff, approver):
        with pytest.raises(AdjustmentNotAllowed, match=r"€5\.00 of it is left"):
            kind.ask(wallet, "5.01", one)
        kind.ask(wallet, "5.00", one)
    assert kind.balance(wallet) == "105.00"


def test_an_approval_beyond_the_day_is_refused(kind, wallet):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="10", per_admin_and_day="50")
    first, second = (kind.ask(wallet, "30.00", kind.requester()) for _ in range(2))
    approver = kind.approver()
    kind.approve(request_id=first.pk, approver_id=approver.pk)
    with pytest.raises(AdjustmentNotAllowed, match="within 24 hours"):
        kind.approve(request_id=second.pk, approver_id=approver.pk)
    assert stands(kind, second) == ("requested", "80.00")


def test_rejected_with_words(kind, wallet, asked):
    approver = kind.approver()
    for _ in range(2):
        done = kind.reject(request_id=asked.pk, approver_id=approver.pk, reason=" Not our fault. ")
    assert (done.status, done.decision_note) == ("rejected", "Not our fault.")
    with pytest.raises(NotWaiting):
        kind.approve(request_id=asked.pk, approver_id=kind.approver().pk)
    assert stands(kind, asked) == ("rejected", "50.00")


def test_a_rejection_needs_words(kind, asked):
    with pytest.raises(InvalidState, match="Say why"):
        kind.reject(request_id=asked.pk, approver_id=kind.approver().pk, reason="  ")
    assert stands(kind, asked) == ("requested", "50.00")


def test_what_is_approved_can_not_be_rejected(kind, asked):
    kind.approve(request_id=asked.pk, approver_id=kind.approver().pk)
    with pytest.raises(NotWaiting):
        kind.reject(request_id=asked.pk, approver_id=kind.approver().pk, reason="no")
    assert stands(kind, asked) == ("approved", "150.01")


def test_what_nobody_decides_in_time_expires_and_can_not_be_approved(kind, asked):
    later = asked.decide_until + timedelta(seconds=1)
    with pytest.raises(NotWaiting):
        kind.approve(request_id=asked.pk, approver_id=kind.approver().pk, now=later)
    assert kind.expire(request_id=asked.pk, now=timezone.now()).status == "requested"
    assert kind.expire(request_id=asked.pk, now=later).status == "expired"
    assert stands(kind, asked) == ("expired", "50.00")


def test_the_clock_ends_what_is_overdue():
    from rewards.tasks import expire_adjustment_requests as expire_rewards

    for kind, expire in ((WALLETS, expire_adjustment_requests), (REWARDS, expire_rewards)):
        asked = kind.ask(kind.make("50"), "100.01", kind.requester())
        assert expire() == 0
        kind.model.objects.update(decide_until=timezone.now() - timedelta(seconds=1))
        assert expire() == 1
        assert stands(kind, asked) == ("expired", "50.00")


def test_days_to_decide_are_the_stores_decision(kind, wallet):
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="1", decide_within_days=2)
    asked = kind.ask(wallet, "2.00", kind.requester())
    assert timedelta(days=1, hours=23) < asked.decide_until - timezone.now() <= timedelta(days=2)


def test_the_same_form_asks_once(kind, wallet):
    staff = kind.requester()
    first, second = (kind.ask(wallet, "100.01", staff, key="k") for _ in range(2))
    assert first.pk == second.pk
    with pytest.raises(IdempotencyConflict):
        kind.ask(wallet, "100.02", staff, key="k")


def test_after_a_refusal_the_same_key_can_ask_again_and_books_once(kind, wallet):
    staff = kind.requester()
    first = kind.ask(wallet, "100.01", staff, key="bank:1")
    kind.reject(request_id=first.pk, approver_id=kind.approver().pk, reason="no")
    again = kind.ask(wallet, "100.01", staff, key="bank:1")
    kind.approve(request_id=again.pk, approver_id=kind.approver().pk)
    booked = kind.ask(wallet, "100.01", staff, key="bank:1")
    assert booked.pk == kind.model.objects.get(pk=again.pk).adjustment_id
    assert kind.balance(wallet) == "150.01"


def test_what_moves_at_once_does_not_pass_the_limit_nor_take_the_key_of_what_waits():
    wallet, staff = WALLETS.make("50"), WALLETS.requester()
    WALLETS.ask(wallet, "100.01", staff, key="k")
    arguments = {
        "wallet_id": wallet.pk,
        "direction": "credit",
        "amount": Money("100.01", "EUR"),
        "reason": "goodwill",
    }
    with pytest.raises(NeedsSecondPerson) as refused:
        adjust_wallet(**arguments, key="other", actor_id=staff.pk)
    assert (refused.value.code, refused.value.limit) == ("approval_required", Money("100.00", "EUR"))
    with pytest.raises(IdempotencyConflict):
        adjust_wallet(**arguments, key="k", actor_id=None)
    assert Adjustment.objects.count() == 1


def test_a_closed_wallet_is_not_adjusted_by_an_approval():
    asked = WALLETS.ask(WALLETS.make(), "100.01", WALLETS.requester())
    close_wallet(wallet_id=asked.wallet_id, reason="left")
    with pytest.raises(WalletFrozen):
        WALLETS.approve(request_id=asked.pk, approver_id=WALLETS.approver().pk)
    assert stands(WALLETS, asked) == ("requested", "0.00")


def test_a_credit_whose_last_day_is_past_is_not_approved():
    soon = timezone.now() + timedelta(days=1)
    asked = REWARDS.ask(REWARDS.make(), "100.01", REWARDS.requester(), expires_at=soon)
    with pytest.raises(AmountOutOfRange, match="future"):
        REWARDS.approve(request_id=asked.pk, approver_id=REWARDS.approver().pk, now=soon)
    assert stands(REWARDS, asked) == ("requested", "0.00")


def test_what_does_not_exist_is_not_found(kind):
    with pytest.raises(NotFound):
        kind.approve(request_id=uuid7(), approver_id=kind.approver().pk)


def test_a_limit_that_holds_is_never_changed():
    policy = AdjustmentPolicy.objects.create(currency="EUR")
    for change in (
        lambda: AdjustmentPolicy.objects.update(operations_each=1),
        lambda: AdjustmentPolicy.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
    assert AdjustmentPolicy.objects.get() == policy
