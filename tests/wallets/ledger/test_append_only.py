"""What was posted stays, for the owner of the tables too; and only the ledger's function writes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.support.ledger import balance, clearing, everything, fetch, open_account, post
from wallets.ledger import seals
from wallets.ledger.exceptions import AppendOnly, LedgerError
from wallets.ledger.journal import _known_error
from wallets.ledger.models import JournalEntry, Posting

pytestmark = pytest.mark.django_db

WRITES_AROUND = {
    "update an entry": "UPDATE ledger_entry SET description = 'x'",
    "update no entry": "UPDATE ledger_entry SET description = 'x' WHERE false",
    "delete an entry": "DELETE FROM ledger_entry",
    "truncate entries": "TRUNCATE ledger_entry CASCADE",
    "update a posting": "UPDATE ledger_posting SET amount = amount + 1",
    "delete a posting": "DELETE FROM ledger_posting",
    "truncate postings": "TRUNCATE ledger_posting",
    "update a seal": "UPDATE ledger_seal SET entries = entries + 1",
    "delete a seal": "DELETE FROM ledger_seal",
    "truncate seals": "TRUNCATE ledger_seal",
    "delete an account": "DELETE FROM ledger_account WHERE id = {account}",
    "truncate accounts": "TRUNCATE ledger_account CASCADE",
    "change an account's currency": "UPDATE ledger_account SET currency = 'USD' WHERE id = {account}",
    "change an account's code": "UPDATE ledger_account SET code = 'customer_held' WHERE id = {account}",
    "unguard an account": "UPDATE ledger_account SET guarded = false WHERE id = {account}",
    "merge into entries": (
        "MERGE INTO ledger_entry e USING (SELECT 1) s ON true WHEN MATCHED THEN UPDATE SET actor = 'x'"
    ),
}
WRITES_AS_THE_LEDGER = {
    "insert an entry": (
        "INSERT INTO ledger_entry (posted_at, kind, idempotency_key, fingerprint)"
        " VALUES (now(), 'top_up', 'forged', '')"
    ),
    "insert a posting": (
        "INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)"
        " VALUES ((SELECT max(id) FROM ledger_entry), {account}, 'EUR', 5, 5, now())"
    ),
    "insert a seal": (
        "INSERT INTO ledger_seal (sealed_at, after_id, through_id, entries, digest)"
        " VALUES (now(), 0, 9, 1, '')"
    ),
    "raise a balance": "UPDATE ledger_account SET balance = balance + 1 WHERE id = {account}",
    "date a balance": "UPDATE ledger_account SET last_posted_at = now() WHERE id = {account}",
    "open an account with money": (
        "INSERT INTO ledger_account (code, currency, type, guarded, balance)"
        " VALUES ('customer_available', 'EUR', 'liability', true, 100)"
    ),
}


@pytest.fixture
def account() -> int:
    account = open_account(minor=1000)
    post("second", {account: -1, clearing(): 1})
    seals.seal_now()
    return account


@pytest.mark.parametrize("sql", WRITES_AROUND.values(), ids=WRITES_AROUND)
def test_what_was_posted_cannot_be_changed(sql, account):
    before = everything()
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        fetch(sql.format(account=account))
    assert refusal.value.__cause__.pgcode == "LG001"
    assert isinstance(_known_error(refusal.value), AppendOnly)
    assert everything() == before


@pytest.mark.parametrize("sql", WRITES_AS_THE_LEDGER.values(), ids=WRITES_AS_THE_LEDGER)
def test_nobody_but_the_ledgers_function_writes(sql, account):
    before = everything()
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        fetch(sql.format(account=account))
    assert refusal.value.__cause__.pgcode == "LG002"
    assert isinstance(_known_error(refusal.value), LedgerError)
    assert everything() == before


@pytest.mark.parametrize("trigger", ["entry_is_append_only", "posting_is_append_only"])
def test_without_its_trigger_an_update_goes_through(trigger, account):
    table = "ledger_entry" if trigger.startswith("entry") else "ledger_posting"
    fetch(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    fetch(f"UPDATE {table} SET posted_at = posted_at")


def test_the_models_of_the_ledger_cannot_be_saved_or_deleted_either(account):
    for row in (JournalEntry.objects.latest("id"), Posting.objects.latest("id")):
        for action in (row.save, row.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                action()


def test_the_writer_switch_is_off_again_after_a_posting(account):
    assert fetch("SELECT coalesce(current_setting('ledger.writer', true), '')") == [("",)]


def test_the_writer_switch_is_off_again_after_a_refusal(account):
    with pytest.raises(LedgerError):
        post("too much", {account: -5000, clearing(): 5000})
    assert fetch("SELECT coalesce(current_setting('ledger.writer', true), '')") == [("",)]


def test_an_ordinary_error_stays_what_it_is(account):
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert _known_error(error.value) is None
    assert balance(account) == 999
