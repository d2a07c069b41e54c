"""Rewards that a refund gives back: to the lots that paid, never more than they paid, never as cash."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.exceptions import RestoreExceedsUse, RewardHoldNotActive
from rewards.queries import spendable
from rewards.services import restore_rewards
from rewards.services.expiry import expire_lots_of
from tests.factories.rewards import add_rewards, left_of, make_policy, make_reward_wallet
from tests.factories.wallets import balances, make_wallet
from tests.support.rewards import (
    NOW,
    after,
    amounts,
    booked,
    differences,
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
    NotFound,
    TooManyDecimals,
)
from wallet_project.core.ids import uuid7
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def wallet():
    """10.00 that never expires and 5.00 that expires in ten days."""
    wallet = make_reward_wallet("10.00")
    add_rewards(wallet, "5.00", days=10, now=NOW)
    return wallet


def restore(hold, amount, key="r1", **fields):
    money = Money(amount, hold.wallet.currency) if isinstance(amount, str) else amount
    return restore_rewards(hold_id=hold.pk, amount=money, key=key, **{"now": NOW} | fields)


def test_what_comes_back_goes_first_to_the_lot_that_expires_last(wallet):
    paid = spend(wallet, "12.00")
    restore(paid, "8.00")
    assert left_of(wallet) == [1000, 100]
    restore(paid, "4.00", "r2")
    assert left_of(wallet) == [1000, 500]
    assert (amounts(wallet), booked(chart.SALES)) == (("15.00", "0.00", "0.00"), "0.00")
    assert differences() == set()


def test_nothing_of_it_goes_to_the_wallet():
    money = make_wallet("3.00")
    rewards = make_reward_wallet("10.00", customer=money.customer)
    restore(spend(rewards, "10.00"), "10.00")
    assert (balances(money), amounts(rewards)[0]) == (("3.00", "0.00"), "10.00")


def test_the_same_key_restores_once(wallet):
    paid = spend(wallet, "12.00")
    first = restore(paid, "12.00")
    before = everything()
    assert restore(paid, "12.00") == first
    assert everything() == before


def test_the_entry_names_the_refund_or_else_the_order(wallet):
    paid = spend(wallet, "12.00", reference="1000042")
    entries = [restore(paid, "1.00"), restore(paid, "1.00", "r2", reference="R-7")]
    kept = JournalEntry.objects.filter(pk__in=entries).order_by("pk")
    assert list(kept.values_list("kind", "reference")) == [
        ("reward_restored", "1000042"),
        ("reward_restored", "R-7"),
    ]


def test_the_same_key_for_another_amount_is_a_conflict(wallet):
    paid = spend(wallet, "12.00")
    restore(paid, "5.00")
    before = everything()
    with pytest.raises(IdempotencyConflict):
        restore(paid, "6.00")
    assert everything() == before


def test_a_key_belongs_to_its_hold(wallet):
    """Two holds of one customer, one key and one amount: both get back what is theirs."""
    first, second = spend(wallet, "4.00"), spend(wallet, "4.00")
    assert restore(first, "4.00") != restore(second, "4.00")
    assert amounts(wallet)[0] == "15.00"


def test_what_another_account_earned_is_taken_from_there(wallet):
    from rewards.services import capture_reward_hold

    paid = capture_reward_hold(hold_id=hold(wallet, "12.00").pk, to=chart.STORE_CREDIT_GRANTED)
    restore(paid, "12.00", earned_by=chart.STORE_CREDIT_GRANTED)
    assert (booked(chart.STORE_CREDIT_GRANTED), booked(chart.SALES)) == ("0.00", "0.00")


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (eur("12.01"), RestoreExceedsUse),
        (eur("0"), AmountOutOfRange),
        (eur("-1"), AmountOutOfRange),
        (eur("0.001"), TooManyDecimals),
        (pts(1), CurrencyMismatch),
    ],
)
def test_a_bad_amount_is_refused_and_nothing_moves(wallet, amount, error):
    paid = spend(wallet, "12.00")
    before = everything()
    with pytest.raises(error):
        restore(paid, amount)
    assert everything() == before


def test_never_more_comes_back_than_was_captured(wallet):
    paid = spend(wallet, "12.00")
    restore(paid, "7.00")
    before = everything()
    with pytest.raises(RestoreExceedsUse, match=r"Only €5\.00 can go back") as refused:
        restore(paid, "5.01", "r2")
    assert refused.value.data["used"] == eur("5.00")
    assert everything() == before


@pytest.mark.parametrize("state", ["active", "voided"])
def test_only_what_was_captured_can_come_back(wallet, state):
    from rewards.services import void_reward_hold

    held = hold(wallet, "12.00")
    if state == "voided":
        void_reward_hold(hold_id=held.pk, now=NOW)
    before = everything()
    with pytest.raises(RewardHoldNotActive) as refused:
        restore(held, "12.00")
    assert (refused.value.state, everything()) == (state, before)


def test_an_unknown_hold_is_not_found():
    with pytest.raises(NotFound):
        restore_rewards(hold_id=uuid7(), amount=eur(1), key="r1")


def test_a_lot_that_has_expired_lives_for_thirty_days_where_the_store_has_not_decided(wallet):
    paid = spend(wallet, "5.00")
    restore(paid, "5.00", now=after(20))
    assert spendable(wallet, now=after(49.9)) == eur("15.00")
    assert spendable(wallet, now=after(50)) == eur("10.00")
    assert expire_lots_of(wallet_id=wallet.pk, now=after(50)) == 500


@pytest.mark.parametrize(("days", "left"), [(7, "15.00"), (6, "10.00"), (0, "10.00")])
def test_the_store_decides_how_long_it_lives(wallet, days, left):
    make_policy(grace_days=90)
    make_policy(grace_days=days, starts_at=after(15))
    paid = spend(wallet, "5.00")
    restore(paid, "5.00", now=after(20))
    assert spendable(wallet, now=after(26.5)) == eur(left)


def test_a_lot_that_lives_keeps_its_day(wallet):
    paid = spend(wallet, "5.00")
    restore(paid, "5.00", now=after(9))
    assert spendable(wallet, now=after(10)) == eur("10.00")


def test_a_second_refund_does_not_prolong_the_first_ones_grace(wallet):
    paid = spend(wallet, "5.00")
    restore(paid, "2.00", now=after(20))
    restore(paid, "3.00", "r2", now=after(40))
    assert spendable(wallet, now=after(50)) == eur("10.00")


def test_without_a_clock_given_it_is_the_real_one():
    wallet = make_reward_wallet("5.00", days=1)
    entry = restore_rewards(hold_id=spend(wallet, "5.00", now=timezone.now()).pk, amount=eur(5), key="r")
    assert timezone.now() - JournalEntry.objects.get(pk=entry).posted_at < timedelta(minutes=5)
    assert amounts(wallet)[0] == "5.00"
