"""The postings can be partitioned by month as they stand, and the ledger does not notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from tests.support.ledger import (
    balance,
    behind_the_triggers,
    clearing,
    differences,
    entry,
    fetch,
    open_account,
    post,
    post_many,
    sales,
)
from wallets.ledger import journal, queries, seals
from wallets.ledger.models import JournalEntry, Posting

pytestmark = pytest.mark.django_db

SCRIPT = Path(apps.get_app_config("ledger").path) / "sql" / "partition_postings.sql"


@pytest.fixture
def account() -> int:
    """An account with a history from before the postings were partitioned."""
    account = open_account(minor=1000)
    post("before", {account: -100, sales(): 100})
    fetch(SCRIPT.read_text(encoding="utf-8"))
    return account


def months_ahead(months: int) -> None:
    """From now on postings are dated so far ahead."""
    fetch("DELETE FROM ledger_horizon")
    fetch("INSERT INTO ledger_horizon (at) VALUES (now() + make_interval(months => %s))", months)


def partitions() -> set[str]:
    return {name for (name,) in fetch("SELECT DISTINCT tableoid::regclass::text FROM ledger_posting")}


def test_posting_goes_on_over_the_months(account):
    for months in (0, 3, 4):
        months_ahead(months)
        post(f"single {months}", {account: -10, sales(): 10})
        post_many(*(entry(f"{months} {n}", {account: 1, clearing(): -1}) for n in range(2)))
    with transaction.atomic():
        journal.reverse_entry(entry_id=JournalEntry.objects.get(idempotency_key="before").pk, key="undo")
    assert len(partitions()) == 3
    assert balance(account) == 976
    assert post("single 0", {account: -10, sales(): 10}).replayed
    assert queries.balance_at(account_id=account, at="2100-01-01T00:00:00Z").amount * 100 == 976
    seals.seal_now()
    seals.roll_up_now()
    assert differences() == []


def test_ids_go_on_where_they_were(account):
    before = Posting.objects.latest("id").pk
    post("after", {account: -10, sales(): 10})
    assert Posting.objects.latest("id").pk > before


def test_every_partition_is_append_only_by_itself(account):
    names = fetch("SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'ledger_posting'::regclass")
    assert len(names) == 61
    for (name,) in names:
        for statement in (f"TRUNCATE {name}", f"DELETE FROM {name}", f"UPDATE {name} SET amount = 1"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                fetch(statement)
        with pytest.raises(DatabaseError, match="own function"), transaction.atomic():
            fetch(f"INSERT INTO {name} DEFAULT VALUES")


def test_a_partition_without_its_triggers_is_found(account):
    far = "FOR VALUES FROM ('2200-01-01') TO ('2201-01-01')"
    fetch(f"CREATE TABLE ledger_posting_far PARTITION OF ledger_posting {far}")
    words = "defences are on: table ledger_posting_far: expected the trigger posting_is_{}, found none"
    assert differences() == [words.format("append_only"), words.format("written_by_the_ledger")]


def test_a_change_in_a_partition_is_found(account):
    months_ahead(3)
    spent = post("later", {account: -10, sales(): 10}).entry_id
    with behind_the_triggers():
        fetch("UPDATE ledger_posting SET amount = amount - 1 WHERE entry_id = %s AND amount > 0", spent)
    assert f"entries sum to zero: entry {spent} in EUR: expected a sum of 0, found -1" in differences()
