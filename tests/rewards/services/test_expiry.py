"""Expiry in bulk: the same as wallet by wallet, safe to repeat, and no wallet in use is waited for."""

import random
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.locks import lock_reward_wallet
from rewards.models import CreditLot, RewardWallet
from rewards.services import expire_lots_of, expire_next_lots, place_reward_hold, void_reward_hold
from rewards.services.expiry import NEXT_LOTS
from rewards.tasks import expire_lots
from tests.factories.campaigns import verify
from tests.factories.rewards import add_rewards, make_reward_wallet
from tests.support.threads import at_once
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry, LedgerAccount, Posting

pytestmark = pytest.mark.django_db


def later(days=10):
    return timezone.now() + timedelta(days=days)


def state():
    """Everything that expiry changes."""
    lots = CreditLot.objects.order_by("id").values_list("remaining", "expired", "expires_at")
    wallets = RewardWallet.objects.order_by("customer__email")
    return (
        sorted((remaining, expired) for remaining, expired, _at in lots),
        list(wallets.values_list("available_account__balance", flat=True)),
    )


def furnish():
    """Wallets with lots that expire soon, late and never, in money and in points."""
    chance = random.Random(7)
    for number in range(12):
        currency = ("EUR", "PTS", "JPY")[number % 3]
        wallet = make_reward_wallet(currency=currency)
        for _lot in range(chance.randint(1, 4)):
            add_rewards(wallet, str(chance.randint(1, 90)), days=chance.choice([1, 2, 40, None]))
        if number % 4 == 0:
            left = Money(1, currency)
            place_reward_hold(wallet_id=wallet.pk, amount=left, key=f"h{number}")


def test_in_bulk_is_the_same_as_wallet_by_wallet():
    furnish()
    now = later()
    with transaction.atomic():
        for wallet in RewardWallet.objects.all():
            expire_lots_of(wallet_id=wallet.pk, now=now)
        one_by_one = state()
        transaction.set_rollback(True)
    before = state()
    while expire_next_lots(now=now, limit=3):
        pass
    assert state() == one_by_one != before
    verify()


def test_each_currency_is_one_entry_to_breakage():
    for currency, amount in (("EUR", "5.00"), ("EUR", "2.50"), ("PTS", "40")):
        make_reward_wallet(amount, currency, days=1)
    entries = JournalEntry.objects.count()
    assert expire_next_lots(now=later()) == 3
    assert JournalEntry.objects.count() == entries + 2
    breakage = Posting.objects.filter(account_id=chart.system_account(chart.BREAKAGE, "EUR"))
    assert [posting.money for posting in breakage] == [Money("7.50", "EUR")]


def test_what_has_not_expired_stays_and_a_second_round_finds_nothing():
    make_reward_wallet("5.00", days=30)
    make_reward_wallet("5.00", days=None)
    before = state()
    assert expire_next_lots(now=later()) == 0
    assert state() == before
    assert expire_next_lots(now=later(31)) == 1
    assert expire_next_lots(now=later(31)) == 0


def test_what_comes_back_to_an_expired_lot_expires_again_in_bulk():
    wallet = make_reward_wallet("10.00", days=1)
    hold = place_reward_hold(wallet_id=wallet.pk, amount=Money("4.00", "EUR"), key="h")
    assert expire_next_lots(now=later()) == 1
    void_reward_hold(hold_id=hold.pk)
    assert expire_next_lots(now=later()) == 1
    assert list(CreditLot.objects.values_list("remaining", "expired")) == [(0, 1000)]
    verify()


def test_the_task_writes_off_everything_that_has_expired():
    wallet = make_reward_wallet("5.00", days=1)
    CreditLot.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (expire_lots(), expire_lots()) == (1, 0)
    assert LedgerAccount.objects.get(pk=wallet.available_account_id).balance == 0


def test_the_next_lots_are_found_in_the_index_alone():
    for _wallet in range(3):
        make_reward_wallet("5.00", days=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {NEXT_LOTS}", [later(), 100])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using lots_by_expiry" in plan


def test_a_round_costs_the_same_number_of_queries_however_many_lots_expire(django_assert_max_num_queries):
    counts = []
    for size in (1, 3, 9):
        for _wallet in range(size):
            make_reward_wallet("5.00", days=1)
        with django_assert_max_num_queries(10) as made:
            assert expire_next_lots(now=later()) == size
        counts.append(len(made))
    assert len(set(counts)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_off_each_lot_once():
    for _wallet in range(12):
        make_reward_wallet("5.00", days=1)
    now = later()
    assert sum(at_once(lambda: expire_next_lots(now=now, limit=8), times=4)) <= 12
    while expire_next_lots(now=now, limit=8):
        pass
    assert set(CreditLot.objects.values_list("remaining", "expired")) == {(0, 500)}
    verify()


@pytest.mark.django_db(transaction=True)
def test_a_wallet_in_somebodys_hands_is_left_for_the_next_round():
    busy, idle = make_reward_wallet("5.00", days=1), make_reward_wallet("5.00", days=1)
    now = later()
    with transaction.atomic():
        lock_reward_wallet(busy.pk)
        assert at_once(lambda: expire_next_lots(now=now)) == [1]
    assert list(CreditLot.objects.filter(remaining=0).values_list("wallet", flat=True)) == [idle.pk]
    assert expire_next_lots(now=now) == 1
