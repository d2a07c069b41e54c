"""Owners of rewards are told 30, 7 and 1 days before they expire: once, with what they lose that day."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.models import CreditLot
from rewards.services import remind_of_expiry, reminders
from tests.factories.rewards import add_rewards, make_reward_wallet
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LONG_BEFORE = NOON - timedelta(days=90)


def make_lot(wallet, amount, *, expires_at, created_at=LONG_BEFORE):
    lot = add_rewards(wallet, amount, days=3000)
    CreditLot.objects.filter(pk=lot.pk).update(expires_at=expires_at, created_at=created_at)


def told():
    return [(one.kind, details_of(one)) for one in OutboxMessage.objects.filter(kind="rewards_expiring")]


@pytest.mark.parametrize("days", [30, 7, 1])
def test_a_reminder_comes_30_7_and_1_days_before(days):
    make_lot(make_reward_wallet(), "5.00", expires_at=NOON + timedelta(days=days))
    for other in (days + 1, days - 2):
        if other > 0 and other not in (30, 7, 1):
            make_lot(make_reward_wallet(), "9.00", expires_at=NOON + timedelta(days=other + 0.01))
    assert remind_of_expiry(now=NOON) == 1
    [(kind, context)] = told()
    day = NOON + timedelta(days=days)
    assert (kind, context["amount"]) == ("rewards_expiring", "€5.00")
    assert context["day"] == f"{day:%B} {day.day}, {day.year}"


def test_a_wallet_gets_one_message_a_day_with_all_that_it_loses_that_day(monkeypatch):
    monkeypatch.setattr(reminders, "CHUNK", 2)
    wallet = make_reward_wallet()
    week = NOON + timedelta(days=7)
    for number, amount in enumerate(("5.00", "2.00", "0.50")):
        make_lot(wallet, amount, expires_at=week + timedelta(hours=number))
    make_lot(wallet, "100.00", expires_at=week + timedelta(days=2))
    assert remind_of_expiry(now=NOON) == 1
    assert [context["amount"] for _kind, context in told()] == ["€7.50"]


def test_the_same_day_and_the_day_after_tell_nothing_new():
    make_lot(make_reward_wallet(), "5.00", expires_at=NOON + timedelta(days=7))
    assert remind_of_expiry(now=NOON) == 1
    assert remind_of_expiry(now=NOON + timedelta(hours=6)) == 0
    assert remind_of_expiry(now=NOON + timedelta(days=1)) == 0
    assert len(told()) == 1


def test_a_day_on_which_the_clock_stood_still_is_made_up_for():
    make_lot(make_reward_wallet(), "5.00", expires_at=NOON + timedelta(days=7))
    assert remind_of_expiry(now=NOON + timedelta(days=1)) == 1


def test_a_lot_younger_than_its_reminder_is_not_reminded_of():
    make_lot(
        make_reward_wallet(),
        "5.00",
        expires_at=NOON + timedelta(days=6, hours=22),
        created_at=NOON - timedelta(hours=1),
    )
    assert remind_of_expiry(now=NOON) == 0


def test_spent_lots_and_switched_off_log_ins_are_not_reminded_of():
    spent = make_reward_wallet()
    make_lot(
        make_reward_wallet(customer=make_user(is_active=False)), "5.00", expires_at=NOON + timedelta(days=7)
    )
    make_lot(spent, "5.00", expires_at=NOON + timedelta(days=7))
    CreditLot.objects.filter(wallet=spent).update(remaining=0)
    assert remind_of_expiry(now=NOON) == 0


def test_points_are_written_as_points_and_in_the_readers_language():
    reader = make_user(locale="bg")
    make_lot(make_reward_wallet(currency="PTS", customer=reader), "250", expires_at=NOON + timedelta(days=1))
    assert remind_of_expiry(now=NOON) == 1
    [(_kind, context)] = told()
    assert "250" in context["amount"]
    assert "март" in context["day"].lower()


def test_a_page_costs_the_same_number_of_queries_with_one_and_with_three_wallets(
    django_assert_max_num_queries,
):
    counts = []
    for size in (1, 3):
        for _wallet in range(size):
            make_lot(make_reward_wallet(), "5.00", expires_at=NOON + timedelta(days=7))
        with django_assert_max_num_queries(40) as made:
            assert remind_of_expiry(now=NOON) == size
        counts.append(len(made))
    assert counts[0] == counts[1]
