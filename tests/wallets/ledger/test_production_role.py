"""The production role posts through the function and can do nothing else to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from tests.support.ledger import (
    balance,
    clearing,
    differences,
    entry,
    everything,
    fetch,
    open_account,
    post,
    post_many,
)
from wallets.ledger import journal, queries, seals
from wallets.ledger.models import LedgerAccount

pytestmark = pytest.mark.django_db

SCRIPT = Path(apps.get_app_config("ledger").path) / "sql" / "production_role.sql"

NEVER = [
    action.format(table=table)
    for table in ("ledger_entry", "ledger_posting", "ledger_seal", "ledger_checkpoint", "ledger_horizon")
    for action in (
        "INSERT INTO {table} DEFAULT VALUES",
        "DELETE FROM {table} WHERE false",
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "DROP TABLE {table} CASCADE",
        "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
    )
] + [
    "UPDATE ledger_entry SET description = '' WHERE false",
    "UPDATE ledger_posting SET amount = 1 WHERE false",
    "UPDATE ledger_seal SET entries = 1 WHERE false",
    "UPDATE ledger_checkpoint SET balance = 1 WHERE false",
    "UPDATE ledger_horizon SET at = now() WHERE false",
    "UPDATE ledger_account SET balance = 0 WHERE false",
    "UPDATE ledger_account SET last_posted_at = NULL WHERE false",
    "DELETE FROM ledger_account WHERE false",
    "DROP FUNCTION ledger_require_same(text, bytea, bytea)",
    "CREATE OR REPLACE FUNCTION ledger_is_settled() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "SET session_replication_role = replica",
    "SELECT setval('ledger_entry_id_seq', 1)",
]


@pytest.fixture
def as_the_store() -> Iterator[None]:
    """The rights of the production role until the end of the test."""
    fetch(SCRIPT.read_text(encoding="utf-8"))
    fetch("CREATE ROLE the_store NOLOGIN IN ROLE wallet_app")
    fetch("SET SESSION AUTHORIZATION the_store")
    yield
    fetch("RESET SESSION AUTHORIZATION")


def test_it_opens_accounts_and_posts_and_reverses(as_the_store):
    account = open_account(minor=1000)
    LedgerAccount.objects.filter(pk=account).update(floor=-100)
    spent = post("spend", {account: -1100, clearing(): 1100})
    post_many(entry("a", {account: 100, clearing(): -100}), entry("b", {account: 1, clearing(): -1}))
    with transaction.atomic():
        journal.reverse_entry(entry_id=spent.entry_id, key="undo")
    assert balance(account) == 1101


def test_it_seals_rolls_up_reads_and_verifies(as_the_store, server_now):
    account = open_account(minor=1000)
    assert seals.seal_now() == 1
    assert seals.roll_up_now() == 1
    assert queries.balance_at(account_id=account, at=server_now()).amount == 10
    assert differences() == []


@pytest.mark.parametrize("sql", NEVER)
def test_it_is_refused_everything_else(sql, as_the_store):
    open_account(minor=1000)
    before = everything()
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        fetch(sql)
    assert refusal.value.__cause__.pgcode == "42501"
    assert everything() == before


def test_switching_the_writer_on_does_not_help_it(as_the_store):
    fetch("SET LOCAL ledger.writer = 'on'")
    for sql in NEVER[:2]:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            fetch(sql)


def test_a_stranger_may_not_even_call_the_function(as_the_store):
    account = open_account(minor=1000)
    fetch("RESET SESSION AUTHORIZATION")
    fetch("CREATE ROLE a_stranger NOLOGIN")
    fetch("GRANT SELECT ON ALL TABLES IN SCHEMA public TO a_stranger")
    fetch("SET SESSION AUTHORIZATION a_stranger")
    with pytest.raises(DatabaseError, match="permission denied for function"), transaction.atomic():
        journal.post_entry(entry("spend", {account: -1, clearing(): 1}))
