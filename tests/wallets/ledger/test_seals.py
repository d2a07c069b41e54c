"""A chain of hashes over what was committed shows what was changed behind the triggers' back."""

from __future__ import annotations

import logging

import pytest

from tests.support.ledger import (
    at_once,
    behind_the_triggers,
    changed_function,
    clearing,
    entry,
    fetch,
    open_account,
    post,
    post_many,
    sales,
    session,
)
from wallets.ledger import seals, tasks
from wallets.ledger.models import Horizon, JournalEntry, Seal
from wallets.ledger.verification.registry import Silent
from wallets.ledger.verification.sealed import seals_hold

pytestmark = pytest.mark.django_db(transaction=True)

TAMPERING = {
    "an amount": "UPDATE ledger_posting SET amount = amount * 2 WHERE entry_id = {entry}",
    "a balance": "UPDATE ledger_posting SET balance_after = balance_after + 1 WHERE entry_id = {entry}",
    "a posting's time": "UPDATE ledger_posting SET posted_at = now() WHERE entry_id = {entry}",
    "an entry's time": "UPDATE ledger_entry SET posted_at = posted_at - interval '1 day' WHERE id = {entry}",
    "an account": "UPDATE ledger_posting SET account_id = {sales} WHERE entry_id = {entry} AND amount < 0",
    "a description": "UPDATE ledger_entry SET description = 'Gift' WHERE id = {entry}",
    "a reference": "UPDATE ledger_entry SET reference = 'W-9' WHERE id = {entry}",
    "who did it": "UPDATE ledger_entry SET actor = 'somebody else' WHERE id = {entry}",
    "a kind": "UPDATE ledger_entry SET kind = 'adjustment_credit' WHERE id = {entry}",
    "a key": "UPDATE ledger_entry SET idempotency_key = 'another' WHERE id = {entry}",
    "a fingerprint": "UPDATE ledger_entry SET fingerprint = '' WHERE id = {entry}",
    "what it reverses": "UPDATE ledger_entry SET reverses_id = id - 1 WHERE id = {entry}",
    "all its postings gone": "DELETE FROM ledger_posting WHERE entry_id = {entry}",
    "the date of a seal": "UPDATE ledger_seal SET sealed_at = sealed_at - interval '1 day' WHERE id = {seal}",
    "the digest of a seal": "UPDATE ledger_seal SET digest = sha256(digest) WHERE id = {seal}",
}


def found() -> list[str]:
    return [str(difference) for difference in seals_hold(Silent())]


@pytest.fixture
def sealed() -> dict[str, int]:
    """Three seals over two entries each; the second seal and an entry in it."""
    account, ids = open_account(), []
    for number in range(3):
        ids += [post(f"{number}-{n}", {account: 100, clearing(): -100}).entry_id for n in range(2)]
        seals.seal_now()
    second = Seal.objects.order_by("id")[1]
    return {"entry": ids[2], "seal": second.pk, "sales": sales()}


def test_every_entry_is_in_exactly_one_seal(sealed):
    spans = list(Seal.objects.order_by("id").values_list("after_id", "through_id", "entries"))
    assert sum(span[2] for span in spans) == JournalEntry.objects.count() == 6
    assert [span[0] for span in spans] == [0, spans[0][1], spans[1][1]]
    assert found() == []


@pytest.mark.parametrize("sql", TAMPERING.values(), ids=TAMPERING)
def test_a_change_behind_the_triggers_is_shown(sql, sealed):
    with behind_the_triggers():
        fetch(sql.format(**sealed))
    assert f"seal {sealed['seal']} over" in found()[0]


def test_a_missing_entry_is_counted(sealed):
    with behind_the_triggers():
        fetch("DELETE FROM ledger_entry WHERE id = %s", sealed["entry"])
        fetch("DELETE FROM ledger_posting WHERE entry_id = %s", sealed["entry"])
    assert found()[0].endswith("expected 2 entries, found 1")


def test_an_entry_slipped_in_later_is_counted(sealed):
    with behind_the_triggers():
        fetch("UPDATE ledger_entry SET id = %s WHERE id = (SELECT max(id) FROM ledger_entry)", -5)
        fetch("UPDATE ledger_entry SET id = %s WHERE id = -5", sealed["entry"] - 1000)
    assert any(text.endswith("found 1") for text in found())


def test_a_missing_seal_breaks_the_chain(sealed):
    with behind_the_triggers():
        fetch("DELETE FROM ledger_seal WHERE id = %s", sealed["seal"])
    assert "to begin after entry" in found()[0]
    assert len(found()) == 2


def test_a_seal_moved_to_another_entry_is_shown(sealed):
    with behind_the_triggers():
        fetch("UPDATE ledger_seal SET through_id = through_id + 1 WHERE id = %s", sealed["seal"])
    assert len(found()) >= 2


def test_nothing_new_makes_no_seal(sealed):
    assert seals.seal_now() == 0
    assert Seal.objects.count() == 3


def test_the_task_seals_and_logs_the_digest_for_keeping(sealed, caplog):
    post("one more", {sales(): 1, clearing(): -1})
    with caplog.at_level(logging.INFO, logger="wallets.ledger.seals"):
        tasks.seal_ledger()
    seal = Seal.objects.first()
    assert f"{seal.pk}:{bytes(seal.digest).hex()}" in caplog.text


def test_many_entries_become_several_seals(monkeypatch):
    monkeypatch.setattr(seals, "ENTRIES_PER_SEAL", 4)
    post_many(*(entry(f"e{n}", {sales(): 1, clearing(): -1}) for n in range(10)))
    assert seals.seal_now() == 10
    assert list(Seal.objects.order_by("id").values_list("entries", flat=True)) == [4, 4, 2]
    assert found() == []


def test_ids_that_were_never_used_are_no_difference(sealed):
    with session() as gone:
        gone.post("rolled back", {sales(): 1, clearing(): -1})
    post("after the gap", {sales(): 1, clearing(): -1})
    assert seals.seal_now() == 1
    assert found() == []


def test_an_entry_that_waits_too_long_for_a_seal_is_shown():
    fetch("INSERT INTO ledger_horizon (at) VALUES (now() - interval '2 days')")
    old = post("old", {sales(): 1, clearing(): -1}).entry_id
    with behind_the_triggers():
        fetch("UPDATE ledger_entry SET posted_at = posted_at - interval '2 days'")
        fetch("UPDATE ledger_posting SET posted_at = posted_at - interval '2 days'")
    assert [text for text in found() if f"entry {old} of" in text and "a seal within a day" in text]
    seals.seal_now()
    assert found() == []


class TestWhileAnotherTransactionRuns:
    def test_an_entry_with_a_smaller_id_is_waited_for(self):
        with session() as slow:
            slow.post("slow", {sales(): 1, clearing(): -1})
            post("quick", {sales(): 1, clearing(): -1})
            assert seals.seal_now() == 0
            slow.connection.commit()
        assert seals.seal_now() == 2
        assert found() == []

    def test_one_that_began_but_has_not_posted_is_not_waited_for(self):
        with session() as idle:
            idle.fetch("SELECT 1 FROM ledger_account")
            post("quick", {sales(): 1, clearing(): -1})
            assert seals.seal_now() == 1
            idle.post("late", {sales(): 1, clearing(): -1})
            idle.connection.commit()
        assert seals.seal_now() == 1
        assert found() == []

    def test_without_the_barrier_its_entry_appears_behind_a_seal(self):
        """The defence taken out: the seal covers a number whose entry is committed later."""
        blind = changed_function(
            "ledger_note_running()", "WHERE l.pid IS DISTINCT", "WHERE false AND l.pid IS DISTINCT"
        )
        with blind, session() as slow:
            slow.post("slow", {sales(): 1, clearing(): -1})
            post("quick", {sales(): 1, clearing(): -1})
            assert seals.seal_now() == 1
            slow.connection.commit()
        assert found()[0].endswith("expected 1 entries, found 2")

    def test_a_ledger_that_is_never_quiet_is_sealed_and_rolled_up_all_the_same(self):
        with session() as first, session() as second:
            first.post("first", {sales(): 1, clearing(): -1})
            post("quick", {sales(): 1, clearing(): -1})
            assert seals.seal_now() == 0
            second.post("second", {sales(): 1, clearing(): -1})
            first.connection.commit()
            assert seals.seal_now() == 2
            assert found() == []

    def test_a_horizon_that_somebody_moved_is_not_sealed_before_it_is_noted(self):
        post("e", {sales(): 1, clearing(): -1})
        fetch("SELECT ledger_advance_horizon()")
        assert fetch("SELECT ledger_seal_next()") == [(None,)]
        assert fetch("SELECT ledger_roll_up()") == [(None,)]


def test_many_at_once_make_one_unbroken_chain(monkeypatch):
    monkeypatch.setattr(seals, "ENTRIES_PER_SEAL", 3)

    def work(number: int) -> None:
        for n in range(5):
            post(f"{number}-{n}", {sales(): 1, clearing(): -1})
            seals.seal_now()
            seals.roll_up_now()

    answers = at_once([lambda number=number: work(number) for number in range(6)])
    assert answers == [None] * 6
    seals.seal_now()
    seals.seal_now()
    assert found() == []
    assert sum(Seal.objects.values_list("entries", flat=True)) == 30
    assert Horizon.objects.get().entry_id == JournalEntry.objects.first().pk
