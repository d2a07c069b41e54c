"""Checkpoints behind a horizon that no running transaction can post behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from tests.support.ledger import (
    balance,
    changed_function,
    clearing,
    differences,
    fetch,
    money,
    open_account,
    post,
    sales,
    session,
)
from wallets.ledger import queries, seals, tasks
from wallets.ledger.models import Checkpoint, Horizon, Posting

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_system_account_that_moved_gets_a_checkpoint():
    account = open_account(minor=1000)
    post("spend", {account: -400, sales(): 400})
    assert seals.roll_up_now() == 2
    assert dict(Checkpoint.objects.values_list("account_id", "balance")) == {clearing(): -1000, sales(): 400}
    assert balance(account) == 600


def test_an_account_that_did_not_move_gets_no_other():
    account = open_account(minor=1000)
    seals.roll_up_now()
    post("spend", {account: -400, sales(): 400})
    assert seals.roll_up_now() == 1
    assert seals.roll_up_now() == 0
    assert Checkpoint.objects.filter(account_id=clearing()).count() == 1
    assert differences() == []


def test_an_empty_ledger_is_rolled_up_to_nothing():
    assert seals.roll_up_now() == 0
    assert differences() == []


def test_a_later_checkpoint_adds_to_the_one_before():
    for number in range(3):
        open_account(minor=100 + number)
        tasks.roll_up_balances()
    assert list(Checkpoint.objects.order_by("at").values_list("balance", flat=True)) == [-100, -201, -303]
    assert differences() == []


def test_as_of_reads_only_the_tail_behind_the_last_checkpoint():
    open_account(minor=100)
    seals.roll_up_now()
    fetch("UPDATE ledger_checkpoint SET balance = balance - 5")
    at = Horizon.objects.get().at
    assert queries.balance_at(account_id=clearing(), at=at) == money("-1.05")
    assert queries.balance_at(account_id=clearing(), at=at - timedelta(microseconds=1)) == money("-1.00")
    assert differences() == [
        f"checkpoints add up: account {clearing()} at {_in_words(at)}: expected -100, found -105"
    ]


def _in_words(at) -> str:
    [(text,)] = fetch("SELECT %s::timestamptz::text", at)
    return text


class TestWhileAnotherTransactionRuns:
    def test_nothing_is_rolled_up_that_it_could_still_change(self):
        account = open_account(minor=1000)
        with session() as slow:
            slow.post("slow", {account: -100, sales(): 100})
            assert seals.roll_up_now() == 0
            slow.connection.commit()
        assert seals.roll_up_now() == 2
        assert dict(Checkpoint.objects.values_list("account_id", "balance")) == {
            clearing(): -1000,
            sales(): 100,
        }
        assert differences() == []

    def test_what_it_posted_before_the_horizon_is_in_the_checkpoint(self):
        account = open_account(minor=1000)
        with session() as slow:
            slow.post("slow", {account: -100, sales(): 100})
            seals.settle_horizon()
            horizon = Horizon.objects.get().at
            slow.connection.commit()
        assert Posting.objects.latest("id").posted_at < horizon
        seals.roll_up_now()
        assert Checkpoint.objects.get(account_id=sales()).balance == 100

    def test_one_that_only_reads_delays_nothing(self):
        account = open_account(minor=1000)
        with session() as reader:
            reader.fetch("SELECT * FROM ledger_entry, ledger_posting, ledger_account")
            assert seals.roll_up_now() == 1
        assert balance(account) == 1000

    def test_one_that_was_rolled_back_leaves_nothing(self):
        account = open_account(minor=1000)
        with session() as slow:
            slow.post("slow", {account: -100, sales(): 100})
            seals.roll_up_now()
        assert seals.roll_up_now() == 1
        assert not Checkpoint.objects.filter(account_id=sales()).exists()

    def test_the_horizon_waits_for_it_and_does_not_run_ahead(self):
        with session() as slow:
            slow.post("slow", {sales(): 100, clearing(): -100})
            seals.settle_horizon()
            first = Horizon.objects.get()
            seals.settle_horizon()
            assert Horizon.objects.get().at == first.at
        seals.settle_horizon()
        assert Horizon.objects.get().at > first.at

    def test_a_barrier_that_does_not_look_at_it_is_shown_by_verification(self):
        """The defence taken out: then a posting appears behind a checkpoint, and it is noticed."""
        open_account(minor=1000)
        blind = changed_function(
            "ledger_note_running()", "WHERE l.pid IS DISTINCT", "WHERE false AND l.pid IS DISTINCT"
        )
        with blind, session() as slow:
            slow.post("slow", {sales(): 100, clearing(): -100})
            assert seals.roll_up_now() == 1
            slow.connection.commit()
        post("next", {sales(): 1, clearing(): -1})
        seals.roll_up_now()
        assert [text for text in differences() if text.startswith("checkpoints add up")]


@pytest.mark.parametrize(
    "function", ["ledger_roll_up", "ledger_seal_next", "ledger_advance_horizon", "ledger_note_running"]
)
def test_an_old_snapshot_is_refused(function):
    with session() as old:
        old.fetch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(DatabaseError, match="READ COMMITTED"):
            old.fetch(f"SELECT {function}()")


def test_the_horizon_never_goes_back():
    fetch("INSERT INTO ledger_horizon (at, entry_id, running) VALUES (now() + interval '1 hour', 0, '{}')")
    ahead = Horizon.objects.get().at
    open_account(minor=1000)
    assert seals.roll_up_now() == 0
    assert Horizon.objects.get().at == ahead
    assert Posting.objects.filter(posted_at__lte=ahead).count() == 0
    assert differences() == []
