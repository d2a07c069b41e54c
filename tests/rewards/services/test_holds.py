"""Rewards reserved for an order: taken out of their lots, then captured, or given back to the same lots."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.exceptions import CaptureExceedsRewardHold, RewardHoldNotActive
from rewards.models import RewardHold
from rewards.queries import spendable
from rewards.services import (
    capture_reward_hold,
    clawback_accruals,
    expire_reward_hold,
    place_reward_hold,
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
    pts,
    spend,
)
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    InsufficientFunds,
    NotFound,
    TooManyDecimals,
)
from wallet_project.core.ids import uuid7
from wallets.enums import HoldStatus
from wallets.ledger import chart

pytestmark = pytest.mark.django_db


@pytest.fixture
def wallet():
    """20.00 in two lots: 5.00 that expires in ten days, and 15.00 that never does."""
    wallet = make_reward_wallet("15.00")
    add_rewards(wallet, "5.00", days=10, now=NOW)
    return wallet


def test_a_hold_moves_rewards_from_available_to_held_and_out_of_the_soonest_lot(wallet):
    held = hold(wallet, "7.00", reference="1000042")
    assert (held.status, held.money, held.reference) == (HoldStatus.ACTIVE, eur("7.00"), "1000042")
    assert amounts(wallet) == ("13.00", "7.00", "0.00")
    assert left_of(wallet) == [1300, 0]
    assert list(held.consumptions.values_list("amount", "returned")) == [(500, 0), (200, 0)]


def test_the_same_key_places_one_hold(wallet):
    first = hold(wallet, "7", key="h1")
    assert hold(wallet, "7.00", key="h1") == first
    assert amounts(wallet) == ("13.00", "7.00", "0.00")


def test_a_repeated_hold_is_answered_although_the_rest_would_not_do(wallet):
    first = hold(wallet, "15.00", key="h1")
    assert hold(wallet, "15.00", key="h1") == first


@pytest.mark.parametrize("other", ["amount", "wallet"])
def test_the_same_key_for_something_else_is_a_conflict(wallet, other):
    hold(wallet, "7.00", key="h1")
    target = make_reward_wallet("50.00") if other == "wallet" else wallet
    before = everything()
    with pytest.raises(IdempotencyConflict):
        hold(target, "7.00" if other == "wallet" else "7.01", key="h1")
    assert everything() == before


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (eur("0"), AmountOutOfRange),
        (eur("-1"), AmountOutOfRange),
        (eur("NaN"), AmountOutOfRange),
        (eur("1E+308"), AmountOutOfRange),
        (eur("1.005"), TooManyDecimals),
        (Money("1", "USD"), CurrencyMismatch),
        (pts(1), CurrencyMismatch),
        (eur("20.01"), InsufficientFunds),
    ],
)
def test_a_bad_amount_is_refused_and_nothing_moves(wallet, amount, error):
    before = everything()
    with pytest.raises(error):
        place_reward_hold(wallet_id=wallet.pk, amount=amount, key="h1", now=NOW)
    assert everything() == before


def test_more_than_there_is_says_how_much_there_is(wallet):
    hold(wallet, "12.00")
    with pytest.raises(InsufficientFunds) as refused:
        hold(wallet, "8.01")
    assert refused.value.available == eur("8.00")


def test_what_has_expired_can_not_be_held_although_no_task_has_written_it_off(wallet):
    before = everything()
    with pytest.raises(InsufficientFunds) as refused:
        hold(wallet, "15.01", now=after(10))
    assert refused.value.available == eur("15.00")
    assert everything() == before
    hold(wallet, "15.00", now=after(10))
    assert (amounts(wallet), booked(chart.BREAKAGE)) == (("0.00", "15.00", "0.00"), "5.00")


def test_the_day_of_expiry_is_over_at_its_very_moment_and_not_before(wallet):
    held = hold(wallet, "20.00", now=after(10) - timedelta(microseconds=1))
    assert held.money == eur("20.00")


def test_an_unknown_wallet_or_hold_is_not_found():
    with pytest.raises(NotFound):
        place_reward_hold(wallet_id=uuid7(), amount=eur("1"), key="h1")
    with pytest.raises(NotFound):
        void_reward_hold(hold_id=uuid7())


def test_capturing_pays_the_store_once(wallet):
    held = hold(wallet, "7.00")
    captured = capture_reward_hold(hold_id=held.pk)
    assert (captured.status, captured.captured_money) == (HoldStatus.CAPTURED, eur("7.00"))
    assert capture_reward_hold(hold_id=held.pk, amount=eur("7")).closed_entry_id == captured.closed_entry_id
    assert (amounts(wallet), left_of(wallet)) == (("13.00", "0.00", "0.00"), [1300, 0])
    assert booked(chart.SALES) == "7.00"


def test_capturing_for_another_account_of_the_store(wallet):
    capture_reward_hold(hold_id=hold(wallet, "7.00").pk, to=chart.STORE_CREDIT_GRANTED)
    assert (booked(chart.SALES), booked(chart.STORE_CREDIT_GRANTED)) == ("0.00", "7.00")


def test_capturing_a_part_returns_the_rest_to_the_lot_that_expires_last(wallet):
    held = hold(wallet, "7.00")
    capture_reward_hold(hold_id=held.pk, amount=eur("4.50"), now=NOW)
    assert (amounts(wallet), left_of(wallet)) == (("15.50", "0.00", "0.00"), [1500, 50])
    assert differences() == set()


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (eur("7.01"), CaptureExceedsRewardHold),
        (eur("0"), AmountOutOfRange),
        (eur("-1"), AmountOutOfRange),
        (eur("1.001"), TooManyDecimals),
        (Money(1, "USD"), CurrencyMismatch),
    ],
)
def test_a_bad_capture_is_refused_and_nothing_moves(wallet, amount, error):
    held = hold(wallet, "7.00")
    before = everything()
    with pytest.raises(error):
        capture_reward_hold(hold_id=held.pk, amount=amount)
    assert everything() == before


def test_the_refusal_of_a_capture_speaks_of_points_as_points():
    account = make_reward_wallet("500", "PTS")
    with pytest.raises(CaptureExceedsRewardHold, match="Only 7 points is held"):
        capture_reward_hold(hold_id=hold(account, "7").pk, amount=pts(8))


def test_another_amount_after_the_capture_is_refused(wallet):
    held = spend(wallet, "7.00")
    before = everything()
    with pytest.raises(RewardHoldNotActive):
        capture_reward_hold(hold_id=held.pk, amount=eur("6.99"))
    assert everything() == before


def test_a_void_gives_all_back_to_the_lots_that_paid_and_can_be_repeated(wallet):
    held = hold(wallet, "7.00")
    assert void_reward_hold(hold_id=held.pk, now=NOW).status == HoldStatus.VOIDED
    entry = void_reward_hold(hold_id=held.pk, now=NOW).closed_entry_id
    assert entry == RewardHold.objects.get().closed_entry_id
    assert (amounts(wallet), left_of(wallet)) == (("20.00", "0.00", "0.00"), [1500, 500])
    assert booked(chart.SALES) == "0.00"


def test_a_void_after_a_capture_and_a_capture_after_a_void_are_refused(wallet):
    captured, voided = spend(wallet, "7.00"), void_reward_hold(hold_id=hold(wallet, "1.00").pk, now=NOW)
    before = everything()
    with pytest.raises(RewardHoldNotActive) as refused:
        void_reward_hold(hold_id=captured.pk)
    assert refused.value.state == HoldStatus.CAPTURED
    with pytest.raises(RewardHoldNotActive):
        capture_reward_hold(hold_id=voided.pk)
    assert everything() == before


def test_what_expired_while_held_comes_back_expired(wallet):
    held = hold(wallet, "7.00", now=NOW)
    void_reward_hold(hold_id=held.pk, now=after(11))
    assert left_of(wallet) == [1500, 500]
    assert spendable(wallet, now=after(11)) == eur("15.00")
    assert expire_lots_of(wallet_id=wallet.pk, now=after(11)) == 500
    assert (amounts(wallet), booked(chart.BREAKAGE)) == (("15.00", "0.00", "0.00"), "5.00")


def test_a_hold_whose_lot_has_expired_meanwhile_is_captured_all_the_same(wallet):
    held = hold(wallet, "5.00")
    expire_lots_of(wallet_id=wallet.pk, now=after(11))
    capture_reward_hold(hold_id=held.pk, now=after(11))
    assert (booked(chart.SALES), booked(chart.BREAKAGE)) == ("5.00", "0.00")


def test_a_hold_expires_when_its_time_is_over_and_no_other_does(wallet):
    late = hold(wallet, "2.00", expires_at=after(1))
    other, endless = hold(wallet, "1.00", expires_at=after(3)), hold(wallet, "3.00")
    for one in (late, other, endless):
        expire_reward_hold(hold_id=one.pk, now=after(1))
    assert expire_reward_hold(hold_id=late.pk, now=after(1)).status == HoldStatus.EXPIRED
    assert RewardHold.objects.get(pk=late.pk).closed_at == after(1)
    assert amounts(wallet) == ("16.00", "4.00", "0.00")
    with pytest.raises(RewardHoldNotActive):
        capture_reward_hold(hold_id=late.pk)


def test_a_void_of_an_expired_hold_changes_nothing(wallet):
    held = hold(wallet, "2.00", expires_at=after(1))
    expire_reward_hold(hold_id=held.pk, now=after(1))
    before = everything()
    assert void_reward_hold(hold_id=held.pk).status == HoldStatus.EXPIRED
    assert everything() == before


def test_without_a_clock_given_it_is_the_real_one():
    wallet = make_reward_wallet("5.00", days=1)
    held = place_reward_hold(wallet_id=wallet.pk, amount=eur("5"), key="h1")
    voided = void_reward_hold(hold_id=held.pk)
    assert abs(timezone.now() - voided.closed_at) < timedelta(minutes=5)


def test_rewards_that_should_have_been_taken_back_are_taken_when_a_hold_returns_them():
    """Spend the reward on another order, return the first, call the other off: nothing is kept."""
    wallet = make_reward_wallet()
    earn(wallet, "10.00", valid_days=365)
    held = hold(wallet, "10.00")
    [accrual] = clawback_accruals(reference="1000042", refunded=eur(50), total=eur(50), now=NOW)
    assert [short.amount for short in accrual.shortfalls.all()] == [1000]
    void_reward_hold(hold_id=held.pk, now=NOW)
    assert (amounts(wallet), left_of(wallet)) == (("0.00", "0.00", "0.00"), [0])
    assert booked(chart.REWARDS_GRANTED) == "0.00"
    assert list(accrual.shortfalls.values_list("settled", "collected")) == [(1000, 1000)]
    assert differences() == set()
