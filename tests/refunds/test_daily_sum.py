"""One sum a day for each admin, over all kinds of money in a currency, that two at once can not beat."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from djmoney.money import Money

from refunds.exceptions import RefundNotAllowed
from refunds.models import Refund
from refunds.services import approve_refund
from rewards.enums import RewardDirection, RewardReason
from rewards.services import request_reward_adjustment
from tests.factories.checkout import pay
from tests.factories.refunds import APPROVE, ISSUE, make_daily_sum, make_paid, refund
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import make_staff, make_wallet
from tests.support.locks import without_row_locks
from tests.support.threads import at_once, kinds
from wallet_project.core.exceptions import WalletProjectError
from wallets.allowances import moved_within_day, register_moved
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.exceptions import AdjustmentNotAllowed
from wallets.services import approve_adjustment, request_adjustment

ALL = (ISSUE, APPROVE, "wallets.adjust_wallet", "wallets.approve_adjustment", "rewards.adjust_rewards")
CREDIT, GOODWILL = AdjustmentDirection.CREDIT, AdjustmentReason.GOODWILL


@pytest.fixture
def staff(db):
    return make_staff(*ALL)


def adjust(amount, staff, *, currency="EUR", direction=CREDIT, wallet=None):
    return request_adjustment(
        wallet_id=(wallet or make_wallet("50", currency)).pk,
        direction=direction,
        amount=Money(amount, currency),
        reason=GOODWILL,
        key=uuid4().hex,
        actor_id=staff.pk,
    )


def reward(amount, staff, *, account=None, currency="EUR"):
    return request_reward_adjustment(
        wallet_id=(account or make_reward_wallet("1.00")).pk,
        direction=RewardDirection.CREDIT,
        amount=Money(amount, currency),
        reason=RewardReason.GOODWILL,
        key=uuid4().hex,
        actor_id=staff.pk,
    )


def give_back(amount, staff, payment=None):
    return refund(payment or make_paid(wallet="50.00")[1], amount, requester_id=staff.pk)


def moved(staff, currency="EUR"):
    return moved_within_day(staff.pk, currency, now=timezone.now())


@pytest.mark.parametrize(
    ("last", "refusal"),
    [(adjust, AdjustmentNotAllowed), (reward, AdjustmentNotAllowed), (give_back, RefundNotAllowed)],
)
def test_credits_rewards_and_refunds_of_a_day_are_one_sum(staff, last, refusal):
    make_daily_sum(30)
    adjust("8.00", staff)
    adjust("2.00", staff, direction=AdjustmentDirection.DEBIT)
    reward("7.00", staff)
    give_back("9.00", staff)
    assert moved(staff) == Money("26.00", "EUR")
    with pytest.raises(refusal, match=r"€30\.00; €4\.00 of it is left"):
        last("4.01", staff)
    assert moved(staff) == Money("26.00", "EUR")
    last("4.00", staff)
    assert moved(staff) == Money("30.00", "EUR")


def test_points_and_each_currency_have_sums_of_their_own(staff):
    make_daily_sum(10)
    make_daily_sum(500, "PTS")
    give_back("10.00", staff)
    adjust("10.00", staff, currency="USD")
    reward("500", staff, account=make_reward_wallet("10", "PTS"), currency="PTS")
    with pytest.raises(AdjustmentNotAllowed, match="0 points of it is left"):
        reward("1", staff, account=make_reward_wallet("10", "PTS"), currency="PTS")
    assert [moved(staff, one).amount for one in ("EUR", "USD", "PTS")] == [10, 10, 500]


def customers_request(amount):
    wallet, payment = make_paid(wallet="300.00")
    return refund(payment, amount, requester_id=wallet.customer_id)


def test_what_somebody_approves_counts_across_kinds_too(staff):
    make_daily_sum(150, operations_each=10)
    asked = [adjust(amount, make_staff(*ALL)) for amount in ("40.00", "60.01")]
    approve_adjustment(request_id=asked[0].pk, approver_id=staff.pk)
    approve_refund(refund_id=customers_request("50.00").pk, approver_id=staff.pk)
    assert moved(staff) == Money("90.00", "EUR")
    with pytest.raises(AdjustmentNotAllowed, match=r"€60\.00 of it is left"):
        approve_adjustment(request_id=asked[1].pk, approver_id=staff.pk)
    with pytest.raises(RefundNotAllowed, match=r"€60\.00 of it is left"):
        approve_refund(refund_id=customers_request("60.01").pk, approver_id=staff.pk)


def test_after_a_day_the_sum_begins_anew(staff):
    make_daily_sum(10)
    give_back("10.00", staff)
    Refund.objects.update(created_at=timezone.now() - timedelta(hours=25))
    adjust("10.00", staff)
    assert moved(staff) == Money("10.00", "EUR")


def test_a_refund_that_somebody_asks_for_as_a_customer_is_not_their_work(staff):
    payment = pay(make_wallet("50.00", customer=staff), "50.00").payment
    refund(payment, "10.00", requester_id=staff.pk)
    assert moved(staff) == Money("0.00", "EUR")


def at_the_same_moment(staff):
    """A credit, reward money and two refunds of 20 each."""
    wallet, account = make_wallet(), make_reward_wallet("1.00")
    payments = [make_paid(wallet="50.00")[1] for _ in range(2)]
    return at_once(
        lambda: adjust("20.00", staff, wallet=wallet),
        lambda: reward("20.00", staff, account=account),
        *(lambda one=one: give_back("20.00", staff, one) for one in payments),
    )


@pytest.mark.django_db(transaction=True)
def test_different_kinds_at_once_do_not_beat_the_day():
    make_daily_sum(50)
    staff = make_staff(*ALL)
    refused = [one for one in at_the_same_moment(staff) if isinstance(one, WalletProjectError)]
    assert {type(one) for one in refused} <= {AdjustmentNotAllowed, RefundNotAllowed}
    assert (len(refused), moved(staff)) == (2, Money("40.00", "EUR"))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_on_the_staff_member_the_same_beats_the_day(monkeypatch):
    make_daily_sum(50)
    staff = make_staff(*ALL)
    without_row_locks(monkeypatch, get_user_model())
    summing = threading.Barrier(4)

    def meet(actor_id, currency, *, now):
        with suppress(threading.BrokenBarrierError):
            summing.wait(timeout=10)
        return Money(0, currency)

    register_moved("meeting", meet)
    try:
        results = at_the_same_moment(staff)
    finally:
        register_moved("meeting", lambda actor_id, currency, *, now: Money(0, currency))
    assert kinds(results) == {"Adjustment": 1, "RewardAdjustment": 1, "Refund": 2}
    assert moved(staff) == Money("80.00", "EUR")
