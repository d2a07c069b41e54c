"""Every kind of damage is found by the check that is there for it, and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import transaction

from tests.support.ledger import (
    behind_the_triggers,
    clearing,
    entry,
    fetch,
    open_account,
    post,
    post_many,
    sales,
    session,
    undone,
)
from wallets.ledger import journal, queries, seals, verification
from wallets.ledger.verification import Difference, Progress, Silent, chunks, differences, registry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ledger() -> dict[str, int]:
    """A small ledger with everything in it: two currencies, a reversal, checkpoints and seals."""
    account, yen = open_account(minor=1000), open_account("JPY", minor=500)
    spent = post("spend", {account: -300, sales(): 300}).entry_id
    with transaction.atomic():
        undo = journal.reverse_entry(entry_id=spent, key="undo").entry_id
    seals.seal_now()
    seals.roll_up_now()
    post_many(*(entry(f"b{n}", {account: 10, clearing(): -10}) for n in range(3)))
    seals.roll_up_now()
    return {
        "account": account,
        "yen": yen,
        "spent": spent,
        "undo": undo,
        "sales": sales(),
        "clearing": clearing(),
    }


def found() -> dict[str, list[str]]:
    """The differences of each check that found any."""
    findings = verification.verify(checks=verification.own_checks())
    return {finding.check: list(map(str, finding.differences)) for finding in findings if finding.differences}


DAMAGE = {
    "a debit without its credit": (
        "entries sum to zero",
        "UPDATE ledger_posting SET amount = amount + 5 WHERE entry_id = {spent} AND account_id = {sales}",
        "entry {spent} in EUR: expected a sum of 0, found 5",
    ),
    "an entry with one posting": (
        "entries have two postings",
        "DELETE FROM ledger_posting WHERE entry_id = {spent} AND account_id = {sales}",
        "entry {spent}: expected two or more postings, found 1",
    ),
    "a posting of another time": (
        "postings fit their entries",
        "UPDATE ledger_posting SET posted_at = posted_at + interval '1 second' WHERE entry_id = {spent}",
        "entry {spent} of",
    ),
    "a posting of no entry": (
        "postings fit their entries",
        "UPDATE ledger_posting SET entry_id = 9000000 WHERE entry_id = {spent}",
        "expected entry 9000000, found no such entry",
    ),
    "a posting in another currency": (
        "postings fit their accounts",
        "UPDATE ledger_posting SET currency = 'USD' WHERE entry_id = {spent} AND account_id = {account}",
        "expected EUR with a balance, found USD with a balance",
    ),
    "a posting on no account": (
        "postings fit their accounts",
        "UPDATE ledger_posting SET account_id = 77 WHERE entry_id = {spent} AND account_id = {sales}",
        "on account 77: expected such an account, found EUR without a balance",
    ),
    "a balance on a system account": (
        "postings fit their accounts",
        "UPDATE ledger_posting SET balance_after = 5 WHERE account_id = {sales}",
        "expected EUR without a balance, found EUR with a balance",
    ),
    "a reversal of another amount": (
        "reversals negate",
        "UPDATE ledger_posting SET amount = amount * 2 WHERE entry_id = {undo}",
        "entry {undo} on account {account}: expected minus entry {spent}, found 300",
    ),
    "a reversal of another entry": (
        "reversals negate",
        "UPDATE ledger_entry SET reverses_id = {spent} - 1 WHERE id = {undo}",
        "entry {undo} on account",
    ),
    "a changed description": (
        "fingerprints fit",
        "UPDATE ledger_entry SET description = 'Gift' WHERE id = {spent}",
        "entry {spent}: expected the fingerprint of what it says",
    ),
    "a broken chain": (
        "balances form chains",
        "UPDATE ledger_posting SET balance_after = 701 WHERE entry_id = {spent} AND account_id = {account}",
        "on account {account}: expected 700, found 701",
    ),
    "a balance raised on the account": (
        "accounts show the last balance",
        "UPDATE ledger_account SET balance = balance + 1 WHERE id = {account}",
        "account {account}: expected 1030 of",
    ),
    "a balance of another time": (
        "accounts show the last balance",
        "UPDATE ledger_account SET last_posted_at = NULL WHERE id = {account}",
        "found 1030 of never",
    ),
    "a checkpoint that does not add up": (
        "checkpoints add up",
        "UPDATE ledger_checkpoint SET balance = balance - 1"
        " WHERE id = (SELECT max(id) FROM ledger_checkpoint WHERE account_id = {clearing})",
        "account {clearing} at",
    ),
    "a checkpoint in the future": (
        "checkpoints are behind the horizon",
        "UPDATE ledger_checkpoint SET at = at + interval '1 day'"
        " WHERE id = (SELECT max(id) FROM ledger_checkpoint WHERE account_id = {clearing})",
        "account {clearing}: expected no checkpoint after",
    ),
    "a changed actor": (
        "seals hold",
        "UPDATE ledger_entry SET actor = 'somebody else' WHERE id = {spent}",
        "expected the rows it was made of, found a changed row",
    ),
    "a trigger switched off": (
        "defences are on",
        "ALTER TABLE ledger_posting DISABLE TRIGGER posting_is_append_only",
        "trigger posting_is_append_only of ledger_posting: expected to be on, found off",
    ),
    "foreign keys switched off": (
        "defences are on",
        "ALTER TABLE ledger_posting DISABLE TRIGGER ALL",
        "of ledger_posting: expected to be on, found off",
    ),
    "a trigger dropped": (
        "defences are on",
        "DROP TRIGGER entry_is_append_only ON ledger_entry",
        "entry_is_append_only: expected to be there, found nothing",
    ),
    "a rule that does not hold for all rows": (
        "defences are on",
        "ALTER TABLE ledger_entry ADD CONSTRAINT entry_has_an_actor CHECK (actor <> '') NOT VALID",
        "constraint entry_has_an_actor of ledger_entry: expected to hold for all rows, found not validated",
    ),
}


@pytest.mark.parametrize(("check", "damage", "words"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found_and_named(check, damage, words, ledger):
    assert found() == {}
    with undone():
        with behind_the_triggers():
            fetch(damage.format(**ledger))
        told = found()
    assert words.format(**ledger) in "\n".join(told[check])


def test_an_account_below_its_floor_is_found(ledger):
    with undone():
        fetch("ALTER TABLE ledger_account DROP CONSTRAINT guarded_balance_is_not_below_floor")
        with behind_the_triggers():
            fetch("UPDATE ledger_account SET balance = -1 WHERE id = %s", ledger["account"])
        told = found()
    assert told["no account is below its floor"] == [
        f"no account is below its floor: account {ledger['account']}: expected 0 or more, found -1"
    ]


@pytest.mark.parametrize("source", [chunks.ENTRIES, chunks.GUARDED_ACCOUNTS], ids=["entries", "accounts"])
def test_a_table_is_read_in_parts_that_adjoin_and_leave_no_id_out(source, ledger):
    parts = list(chunks._parts(replace(source, at_once=1)))
    assert (parts[0][0], parts[-1][1]) == (-chunks.LAST_ID, chunks.LAST_ID)
    assert all(before[1] == after[0] for before, after in pairwise(parts))
    assert len(parts) > 2


def test_an_empty_ledger_is_sound():
    assert found() == {}


def test_progress_reaches_its_total_in_every_check(ledger):
    class Counting:
        def __init__(self, name: str) -> None:
            self.name, self.total, self.done = name, -1, 0
            watched.append(self)

        def start(self, total: int) -> None:
            self.total = total

        def advance(self, steps: int = 1) -> None:
            self.done += steps

    watched: list[Counting] = []
    list(verification.verify(watch=Counting))
    assert [(one.name, one.done) for one in watched] == [(one.name, one.total) for one in watched]
    assert len(watched) == len(verification.registered_checks())


def test_a_check_stops_at_the_limit(ledger):
    def many(progress: Progress) -> Iterator[Difference]:
        progress.start(2)
        progress.advance()
        for number in range(1000):
            assert number <= 2
            yield Difference("many", str(number), "a", "b")

    [finding] = verification.verify(checks={"many": many}, limit=2)
    assert [difference.subject for difference in finding.differences] == ["0", "1"]
    assert finding.limited


def test_other_apps_add_their_checks(monkeypatch):
    monkeypatch.setattr(registry, "CHECKS", {})
    assert verification.registered_checks() == verification.own_checks()

    def holds_agree(progress: Progress) -> Iterator[Difference]:
        yield from differences("holds agree", "SELECT 'hold ' || %(number)s, 1, NULL", {"number": 7})

    verification.register_check("holds agree", holds_agree)
    verification.register_check("holds agree", holds_agree)
    findings = [finding for finding in verification.verify() if finding.differences]
    assert [str(one) for one in findings[0].differences] == ["holds agree: hold 7: expected 1, found nothing"]
    with pytest.raises(ValueError, match="holds agree"):
        verification.register_check("holds agree", lambda progress: iter(()))


def test_what_is_posted_meanwhile_raises_no_alarm(ledger):
    with queries.snapshot(), session() as other:
        assert fetch("SELECT count(*) FROM ledger_entry") == [(7,)]
        other.post("meanwhile", {ledger["account"]: 100, ledger["clearing"]: -100})
        other.connection.commit()
        assert found() == {}
        assert fetch("SELECT count(*) FROM ledger_entry") == [(7,)]


def test_a_snapshot_only_reads():
    from django.db import InternalError

    with pytest.raises(InternalError, match="read-only"), queries.snapshot():
        fetch("CREATE TABLE t ()")


def test_nobody_is_told_of_progress_when_nobody_watches():
    silent = Silent()
    assert silent.start(5) is None
    assert silent.advance() is None


def test_behind_the_triggers_is_only_for_one_transaction():
    with behind_the_triggers():
        pass
    assert fetch("SHOW session_replication_role") == [("origin",)]
