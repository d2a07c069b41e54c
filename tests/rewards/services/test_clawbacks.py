"""Taking back what a refunded order earned: in proportion, pending first, and what is spent is owed."""

import pytest
from djmoney.money import Money

from rewards.enums import AccrualStatus, Activity
from rewards.models import Shortfall
from rewards.services import (
    capture_reward_hold,
    clawback_accruals,
    mature_accrual,
    restore_rewards,
    void_reward_hold,
)
from rewards.services.expiry import expire_lots_of
from tests.factories.rewards import add_rewards, left_of, make_reward_wallet
from tests.support.rewards import (
    NOW,
    after,
    amounts,
    booked,
    differences,
    earn,
    eur,
    everything,
    hold,
    spend,
)
from wallet_project.core.exceptions import CurrencyMismatch
from wallets.ledger import chart

pytestmark = pytest.mark.django_db


def claw(refunded, total=100, **fields):
    arguments = {"reference": "1000042", "refunded": eur(refunded), "total": eur(total), "now": NOW}
    return clawback_accruals(**arguments | fields)


def shortfalls():
    return list(Shortfall.objects.order_by("id").values_list("amount", "settled", "collected"))


@pytest.fixture
def points():
    return make_reward_wallet(currency="PTS")


def test_pending_points_are_taken_from_pending(points):
    earn(points, "120", days=14)
    [accrual] = claw(50)
    assert (accrual.status, accrual.clawed_back) == (AccrualStatus.PENDING, 60)
    assert (amounts(points), booked(chart.REWARDS_GRANTED, "PTS")) == (("0", "0", "60"), "-60")


def test_a_whole_refund_ends_the_accrual(points):
    accrual = earn(points, "120", days=14)
    [taken] = claw(100)
    assert (taken.status, taken.clawed_back, amounts(points)) == (
        AccrualStatus.CLAWED_BACK,
        120,
        ("0", "0", "0"),
    )
    assert mature_accrual(accrual_id=accrual.pk, now=after(14)).status == AccrualStatus.CLAWED_BACK


def test_the_same_refund_told_twice_takes_once(points):
    earn(points, "120")
    claw(50)
    before = everything()
    claw(50)
    claw(30)
    assert everything() == before


def test_nothing_refunded_takes_nothing_and_what_earned_nothing_has_nothing_to_take(points):
    earn(points, "120")
    before = everything()
    claw(0)
    assert claw(100, reference="another") == []
    assert claw(100, activity=Activity.REVIEW) == []
    assert everything() == before


@pytest.mark.parametrize(
    ("refunded", "total", "error"),
    [
        (eur("100.01"), eur(100), ValueError),
        (eur(-1), eur(100), ValueError),
        (eur(0), eur(0), ValueError),
        (Money(1, "USD"), eur(100), CurrencyMismatch),
    ],
)
def test_a_refund_that_can_not_be_is_refused(points, refunded, total, error):
    earn(points, "120")
    before = everything()
    with pytest.raises(error):
        clawback_accruals(reference="1000042", refunded=refunded, total=total)
    assert everything() == before


def test_the_accruals_own_lot_is_taken_before_others(points):
    add_rewards(points, "40", days=1, now=NOW)
    earn(points, "120", valid_days=90)
    claw(50)
    assert left_of(points) == [40, 60]


def test_what_is_spent_from_it_is_taken_from_other_lots(points):
    earn(points, "120", valid_days=90)
    add_rewards(points, "40")
    spend(points, "100")
    claw(50)
    assert (left_of(points), shortfalls()) == ([0, 0], [])
    assert differences() == set()


def test_what_is_not_there_any_more_is_owed_and_the_balance_is_never_negative(points):
    earn(points, "120")
    spend(points, "100")
    claw(50)
    assert (amounts(points), shortfalls()) == (("0", "0", "0"), [(40, 0, 0)])
    claw(100)
    assert (amounts(points), shortfalls()) == (("0", "0", "0"), [(40, 0, 0), (60, 0, 0)])
    assert differences() == set()


def test_what_expired_unspent_is_neither_taken_nor_owed(points):
    earn(points, "100", valid_days=10)
    spend(points, "60")
    claw(100, now=after(11))
    assert (shortfalls(), booked(chart.BREAKAGE, "PTS")) == ([(60, 0, 0)], "40")
    assert differences() == set()


def test_other_lots_do_not_pay_for_what_expired_unspent(points):
    earn(points, "100", valid_days=10)
    add_rewards(points, "500")
    expire_lots_of(wallet_id=points.pk, now=after(11))
    claw(100, now=after(11))
    assert (amounts(points), shortfalls()) == (("500", "0", "0"), [])


def test_money_and_points_of_one_order_are_both_taken_back(points):
    money = make_reward_wallet(customer=points.customer)
    earn(points, "120")
    earn(money, "3.00", days=14)
    assert len(claw(50)) == 2
    assert (amounts(points), amounts(money)) == (("60", "0", "0"), ("0.00", "0.00", "1.50"))


def test_money_is_locked_before_points_whichever_was_opened_first(points):
    money = make_reward_wallet(customer=points.customer)
    earn(points, "120")
    earn(money, "3.00")
    assert points.pk < money.pk
    assert [accrual.wallet.currency for accrual in claw(50)] == ["EUR", "PTS"]


def test_a_void_returns_what_was_held_less_what_is_owed(points):
    earn(points, "100")
    held = hold(points, "80")
    claw(50)
    assert (amounts(points), shortfalls()) == (("0", "80", "0"), [(30, 0, 0)])
    void_reward_hold(hold_id=held.pk, now=NOW)
    assert (amounts(points), shortfalls()) == (("50", "0", "0"), [(30, 30, 30)])
    assert differences() == set()


def test_a_partial_capture_pays_what_is_owed_from_what_it_returns(points):
    earn(points, "100")
    held = hold(points, "100")
    claw(50)
    capture_reward_hold(hold_id=held.pk, amount=Money(90, "PTS"), now=NOW)
    assert (amounts(points), shortfalls()) == (("0", "0", "0"), [(50, 10, 10)])
    assert differences() == set()


def test_a_refund_of_the_order_that_spent_it_pays_what_is_owed_first(points):
    """Spend the reward, then return both orders: nothing is kept and nothing is charged twice."""
    earn(points, "100")
    paid = spend(points, "100")
    claw(100)
    restore_rewards(hold_id=paid.pk, amount=Money(40, "PTS"), key="r1", now=NOW)
    assert (amounts(points), shortfalls()) == (("0", "0", "0"), [(100, 40, 40)])
    restore_rewards(hold_id=paid.pk, amount=Money(60, "PTS"), key="r2", now=NOW)
    assert (amounts(points), shortfalls()) == (("0", "0", "0"), [(100, 100, 100)])
    assert (booked(chart.REWARDS_GRANTED, "PTS"), booked(chart.SALES, "PTS")) == ("0", "0")
    assert differences() == set()


def test_what_comes_back_pays_only_with_itself(points):
    earn(points, "100")
    paid = spend(points, "100")
    claw(100)
    add_rewards(points, "500")
    restore_rewards(hold_id=paid.pk, amount=Money(40, "PTS"), key="r1", now=NOW)
    assert (amounts(points)[0], shortfalls()) == ("500", [(100, 40, 40)])


def test_several_shortfalls_are_collected_oldest_first(points):
    for reference in ("a", "b"):
        earn(points, "50", reference)
    paid = spend(points, "100")
    for reference in ("a", "b"):
        claw(100, reference=reference)
    restore_rewards(hold_id=paid.pk, amount=Money(70, "PTS"), key="r1", now=NOW)
    assert shortfalls() == [(50, 50, 50), (50, 20, 20)]
    assert differences() == set()


def test_the_very_lot_that_is_owed_pays_also_if_it_comes_back_expired(points):
    earn(points, "100", valid_days=10)
    held = hold(points, "100")
    claw(100)
    void_reward_hold(hold_id=held.pk, now=after(11))
    assert (amounts(points), shortfalls()) == (("0", "0", "0"), [(100, 100, 100)])
    assert booked(chart.BREAKAGE, "PTS") == "0"


def test_another_lot_that_comes_back_expired_pays_nothing(points):
    add_rewards(points, "30", days=10, now=NOW)
    held = hold(points, "30")
    earn(points, "100")
    spend(points, "100")
    claw(100)
    void_reward_hold(hold_id=held.pk, now=after(11))
    assert (amounts(points)[0], shortfalls()) == ("0", [(100, 0, 0)])
    assert booked(chart.BREAKAGE, "PTS") == "30"
    assert differences() == set()


def test_an_accrual_that_paid_off_a_shortfall_is_taken_back_like_any_other(points):
    earn(points, "50", "1")
    spend(points, "50")
    claw(100, reference="1")
    earn(points, "80", "2")
    assert amounts(points)[0] == "30"
    claw(100, reference="2")
    assert (amounts(points)[0], shortfalls()) == ("0", [(50, 50, 0), (50, 0, 0)])
    assert differences() == set()


def test_what_expired_after_a_part_was_taken_is_not_owed(points):
    earn(points, "100", valid_days=10)
    paid = spend(points, "60")
    claw(50)
    assert (left_of(points), shortfalls()) == ([0], [(10, 0, 0)])
    restore_rewards(hold_id=paid.pk, amount=Money(60, "PTS"), key="r1", now=NOW)
    assert (left_of(points), shortfalls()) == ([50], [(10, 10, 10)])
    claw(100, now=after(11))
    assert (amounts(points), shortfalls(), booked(chart.BREAKAGE, "PTS")) == (
        ("0", "0", "0"),
        [(10, 10, 10)],
        "50",
    )
    assert differences() == set()
