"""Two connections at the same moment, for each lock of this app; and each race is lost without it."""

import threading
from itertools import count

import pytest
from django.db import OperationalError
from djmoney.money import Money

from rewards.enums import RewardDirection, RewardReason
from rewards.locks import lock_reward_wallet
from rewards.models import Accrual, LotConsumption, PointsConversion, RewardHold, RewardWallet, Shortfall
from rewards.services import (
    adjust_rewards,
    capture_reward_hold,
    clawback_accruals,
    convert_points,
    expire_reward_hold,
    mature_accrual,
    open_reward_wallet,
    restore_rewards,
    void_reward_hold,
)
from rewards.services.expiry import expire_lots_of
from tests.factories.rewards import add_rewards, left_of, make_program, make_reward_wallet
from tests.factories.wallets import make_staff, make_user, make_wallet
from tests.support.locks import meet_before, without_row_locks
from tests.support.rewards import NOW, after, amounts, differences, earn, eur, hold, pts, spend
from tests.support.threads import at_once, kinds
from tests.wallets.services.overtaking import overtaken
from wallet_project.accounts.models import User
from wallets.models import AdjustmentPolicy, Wallet

pytestmark = pytest.mark.django_db(transaction=True)

numbers = count(1)
ROUNDS = 50


def convert(account, points, **fields):
    arguments = {"currency": "EUR", "key": f"c{next(numbers)}"}
    return convert_points(customer_id=account.customer_id, points=points, **arguments | fields)


def two_conversions():
    """Both want 300 of 600 points, and a day allows 500."""
    make_program(most_per_day=500)
    account = make_reward_wallet("600", "PTS", customer=make_wallet().customer)
    return account, kinds(at_once(lambda: convert(account, 300), times=2))


def test_two_conversions_at_once_do_not_beat_the_most_of_a_day_nor_use_the_same_points():
    account, results = two_conversions()
    assert results == {"PointsConversion": 1, "NotConvertible": 1}
    assert (left_of(account), differences()) == ([300], set())


def test_without_the_locks_they_beat_the_most_of_a_day(monkeypatch):
    without_row_locks(monkeypatch, RewardWallet, Wallet)
    meet_before(monkeypatch, "rewards.services.conversions.post")
    account, results = two_conversions()
    assert results == {"PointsConversion": 2}
    assert left_of(account) == [0]


def test_twenty_conversions_of_points_that_suffice_for_one():
    make_program()
    account = make_reward_wallet("537", "PTS")
    results = at_once(lambda: convert(account, 500), times=20)
    assert kinds(results) == {"PointsConversion": 1, "InsufficientFunds": 19}
    assert (left_of(account), PointsConversion.objects.count()) == ([37], 1)


def test_one_conversion_sent_twenty_times_converts_once():
    make_program()
    account = make_reward_wallet("1000", "PTS")
    results = at_once(lambda: convert(account, 50, key="k"), times=20)
    assert len({result.pk for result in results}) == 1
    assert left_of(account) == [950]


def a_hold_and_another(**fields):
    """A hold of 4.00 beside one as large, so that what is held would suffice for ending it twice."""
    wallet = make_reward_wallet("20.00")
    held = hold(wallet, "4.00", **fields)
    hold(wallet, "4.00")
    return wallet, held


def capture_and_void():
    wallet, held = a_hold_and_another()
    ends = (lambda: capture_reward_hold(hold_id=held.pk), lambda: void_reward_hold(hold_id=held.pk))
    return wallet, kinds(at_once(*ends))


def test_capture_and_void_at_once_do_one_of_the_two():
    for _ in range(5):
        wallet, results = capture_and_void()
        assert results == {"RewardHold": 1, "RewardHoldNotActive": 1}
        assert amounts(wallet) in [("12.00", "4.00", "0.00"), ("16.00", "4.00", "0.00")]
    assert differences() == set()


def test_without_the_locks_they_do_both(monkeypatch):
    wallet, held = a_hold_and_another(expires_at=NOW)
    without_row_locks(monkeypatch, RewardWallet, RewardHold)
    meet_before(monkeypatch, "rewards.services.holds.post")
    ends = (lambda: capture_reward_hold(hold_id=held.pk), lambda: void_reward_hold(hold_id=held.pk))
    assert kinds(at_once(*ends)) == {"RewardHold": 2}
    assert amounts(wallet)[1] == "0.00"
    assert "reward holds are what is held" in differences()


def test_expiry_and_capture_at_once_do_one_of_the_two():
    for _ in range(5):
        wallet, held = a_hold_and_another(expires_at=NOW)
        results = at_once(
            lambda held=held: capture_reward_hold(hold_id=held.pk),
            lambda held=held: expire_reward_hold(hold_id=held.pk, now=NOW),
        )
        assert kinds(results) in [{"RewardHold": 2}, {"RewardHold": 1, "RewardHoldNotActive": 1}]
        ended = RewardHold.objects.get(pk=held.pk).status
        assert (ended, amounts(wallet)[0]) in [("captured", "12.00"), ("expired", "16.00")]
    assert differences() == set()


def test_without_the_locks_expiry_and_capture_do_both(monkeypatch):
    wallet, held = a_hold_and_another(expires_at=NOW)
    without_row_locks(monkeypatch, RewardWallet, RewardHold)
    meet_before(monkeypatch, "rewards.services.holds.post")
    at_once(
        lambda: capture_reward_hold(hold_id=held.pk),
        lambda: expire_reward_hold(hold_id=held.pk, now=NOW),
    )
    assert amounts(wallet)[1] == "0.00"
    assert "reward holds are what is held" in differences()


def two_restores():
    wallet = make_reward_wallet("10.00")
    paid = spend(wallet, "6.00")
    restores = [
        lambda key=key: restore_rewards(hold_id=paid.pk, amount=eur("6.00"), key=key) for key in ("a", "b")
    ]
    return wallet, kinds(at_once(*restores))


def test_two_refunds_at_once_give_back_once():
    wallet, results = two_restores()
    assert results == {"int": 1, "RestoreExceedsUse": 1}
    assert (amounts(wallet)[0], left_of(wallet), differences()) == ("10.00", [1000], set())


def test_without_the_locks_the_ledgers_own_lock_still_lets_one_through(monkeypatch):
    """The account is locked when the entry is posted, and what may go back is read after that."""
    without_row_locks(monkeypatch, RewardWallet, RewardHold)
    meet_before(monkeypatch, "rewards.services.restores.post")
    wallet, results = two_restores()
    assert results == {"int": 1, "RestoreExceedsUse": 1}
    assert (amounts(wallet)[0], differences()) == ("10.00", set())


def test_without_the_look_at_what_was_returned_the_database_stops_the_second_with_an_error(monkeypatch):
    """The defence taken out: the database still knows that a lot has at most its amount left."""
    returning = LotConsumption.__init__

    def forgetting(self, *values, **named):
        returning(self, *values, **named)
        self.returned = 0

    monkeypatch.setattr(LotConsumption, "__init__", forgetting)
    wallet, results = two_restores()
    assert results == {"int": 1, "IntegrityError": 1}
    assert (amounts(wallet)[0], differences()) == ("10.00", set())


def test_one_refund_sent_twenty_times_gives_back_once():
    wallet = make_reward_wallet("10.00")
    paid = spend(wallet, "6.00")
    restores = at_once(lambda: restore_rewards(hold_id=paid.pk, amount=eur(2), key="r"), times=20)
    assert (len(set(restores)), amounts(wallet)[0]) == (1, "6.00")


def test_one_activity_sent_fifty_times_earns_once():
    points = make_reward_wallet(currency="PTS")
    results = at_once(lambda: earn(points, "120"), times=50)
    assert {result.pk for result in results} == {Accrual.objects.get().pk}
    assert amounts(points) == ("120", "0", "0")


def test_without_the_lock_the_database_stops_the_second_with_an_error(monkeypatch):
    points = make_reward_wallet(currency="PTS")
    without_row_locks(monkeypatch, RewardWallet)
    meet_before(monkeypatch, "rewards.services.accruals.post")
    assert kinds(at_once(lambda: earn(points, "120"), times=2)) == {"Accrual": 1, "IntegrityError": 1}
    assert amounts(points) == ("120", "0", "0")


def two_arrivals(monkeypatch=None):
    """Two accruals of 40 arrive while 40 are owed."""
    points = make_reward_wallet(currency="PTS")
    earn(points, "40")
    spend(points, "40")
    clawback_accruals(reference="1000042", refunded=eur(1), total=eur(1), now=NOW)
    waiting = [earn(points, "40", f"next-{number}", days=1).pk for number in range(2)]
    if monkeypatch:
        meet_before(monkeypatch, "rewards.services.accruals.post")
    at_once(*(lambda pk=pk: mature_accrual(accrual_id=pk, now=after(1)) for pk in waiting))
    return points


def test_what_is_owed_is_paid_once_by_two_accruals_that_arrive_at_once():
    points = two_arrivals()
    assert (amounts(points)[0], Shortfall.objects.get().settled, differences()) == ("40", 40, set())


def test_without_the_locks_it_is_paid_twice(monkeypatch):
    without_row_locks(monkeypatch, RewardWallet, Accrual)
    points = two_arrivals(monkeypatch)
    assert amounts(points)[0] == "0"
    assert "shortfalls are paid by accruals" in differences()


def test_spending_expiring_and_clawing_back_at_once_never_uses_a_lot_twice():
    points = make_reward_wallet("50", "PTS")
    add_rewards(points, "100", days=1, now=NOW)
    earn(points, "100", days=None)
    results = at_once(
        lambda: spend(points, "60", now=after(2)),
        lambda: expire_lots_of(wallet_id=points.pk, now=after(2)),
        lambda: clawback_accruals(reference="1000042", refunded=eur(1), total=eur(2), now=after(2)),
        lambda: spend(points, "60", now=after(2)),
    )
    assert set(kinds(results)) <= {"RewardHold", "int", "list", "InsufficientFunds"}
    assert min(left_of(points)) >= 0
    assert differences() == set()


def test_credits_at_once_can_not_beat_the_daily_limit_of_a_member_of_staff():
    AdjustmentPolicy.objects.create(currency="PTS", per_admin_and_day="25")
    staff = make_staff("rewards.adjust_rewards")
    assert kinds(at_once(*credits_of(staff))) == {"RewardAdjustment": 2, "AdjustmentNotAllowed": 4}


def test_without_the_lock_of_the_member_they_can(monkeypatch):
    AdjustmentPolicy.objects.create(currency="PTS", per_admin_and_day="25")
    staff, (first, second, third, *_) = make_staff("rewards.adjust_rewards"), range(6)
    without_row_locks(monkeypatch, User)
    meet_before(monkeypatch, "rewards.services.adjustments.credit_lot", parties=3)
    made = credits_of(staff)
    assert kinds(at_once(made[first], made[second], made[third])) == {"RewardAdjustment": 3}


def credits_of(staff):
    wallets = [make_reward_wallet(currency="PTS") for _ in range(6)]
    return [
        lambda wallet=wallet: adjust_rewards(
            wallet_id=wallet.pk,
            direction=RewardDirection.CREDIT,
            amount=pts(10),
            reason=RewardReason.GOODWILL,
            key=f"a{wallet.pk}",
            actor_id=staff.pk,
        )
        for wallet in wallets
    ]


class TestLockOrder:
    """Money before points: a clawback and a conversion want the same two wallets."""

    @pytest.fixture
    def both(self):
        """The points account is older, so that its key sorts before that of the reward wallet."""
        make_program(target="reward_wallet", step=1)
        points = make_reward_wallet("100000", "PTS", customer=make_wallet().customer)
        return points, make_reward_wallet(customer=points.customer)

    def test_clawback_and_conversion_at_once_never_deadlock(self, both):
        points, money = both
        start = threading.Barrier(2)
        earn(points, "5000")
        earn(money, "50.00")

        def claw_back():
            for number in range(ROUNDS):
                start.wait(timeout=60)
                refunded = eur(number + 1)
                clawback_accruals(reference="1000042", refunded=refunded, total=eur(ROUNDS * 2), now=NOW)

        def turn_into_money():
            for _ in range(ROUNDS):
                start.wait(timeout=60)
                convert(points, 100)

        assert at_once(claw_back, turn_into_money) == [None, None]
        assert amounts(points)[0] == str(100_000 + 2500 - ROUNDS * 100)
        assert (amounts(money)[0], differences()) == ("75.00", set())

    def test_in_the_other_order_they_do(self, both):
        points, money = both
        with pytest.raises(OperationalError, match="deadlock detected"):
            raise deadlocked(
                lambda: lock_reward_wallet(points.pk),
                lambda: convert(points, 100),
                lambda: lock_reward_wallet(money.pk),
            )


def deadlocked(first, second, then):
    """What the one says that had to give way: the second, or the first at its last step."""
    try:
        return overtaken(first, second, then)
    except OperationalError as error:
        return error


def test_a_wallet_that_another_is_opening_is_the_answer():
    user = make_user()

    def opening():
        return open_reward_wallet(customer_id=user.pk, currency="PTS")

    assert overtaken(opening, opening) == RewardWallet.objects.get()
    assert Money(0, "PTS") == RewardWallet.objects.get().posted
