"""A correction is a new entry that exactly negates an earlier one, once."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.support.ledger import balance, clearing, entry, everything, open_account, post, sales
from wallets.ledger import journal
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import BelowFloor, LedgerError, MalformedEntry
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


def reverse(entry_id: int, key: str = "undo", **more: str) -> journal.Posted:
    with transaction.atomic():
        return journal.reverse_entry(entry_id=entry_id, key=key, **more)


def test_a_reversal_negates_each_posting_and_is_linked():
    account = open_account()
    first = post("key", {account: 1000, clearing(): -700, sales(): -300}, reference="W-1")
    undone = JournalEntry.objects.get(pk=reverse(first.entry_id, description="Wrong", actor="ann").entry_id)
    amounts = dict(undone.postings.values_list("account_id", "amount"))
    assert amounts == {account: -1000, clearing(): 700, sales(): 300}
    assert (undone.reverses_id, undone.kind, undone.reference) == (first.entry_id, EntryKind.REVERSAL, "W-1")
    assert (undone.description, undone.actor) == ("Wrong", "ann")
    assert balance(account) == 0


def test_reversing_again_with_the_same_key_answers_with_the_first():
    first = post("key", {open_account(): 1000, clearing(): -1000})
    undone = reverse(first.entry_id)
    again = reverse(first.entry_id)
    assert again.replayed
    assert again.entry_id == undone.entry_id


def test_an_entry_is_reversed_once():
    account = open_account(minor=5000)
    first = post("key", {account: 1000, clearing(): -1000})
    reverse(first.entry_id)
    before = everything()
    with pytest.raises(LedgerError) as refusal:
        reverse(first.entry_id, key="undo again")
    assert refusal.value.rule == "entry_is_reversed_once"
    assert everything() == before


def test_what_was_spent_cannot_be_reversed_away():
    account = open_account()
    first = post("key", {account: 1000, clearing(): -1000})
    post("spend", {account: -1, sales(): 1})
    before = everything()
    with pytest.raises(BelowFloor) as refusal:
        reverse(first.entry_id)
    assert refusal.value.available == 999
    assert everything() == before


@pytest.mark.parametrize(
    "amounts",
    [
        lambda a: {a: -999, clearing(): 999},
        lambda a: {a: -1000, sales(): 1000},
        lambda a: {a: 1000, clearing(): -1000},
    ],
    ids=["another amount", "another account", "the same again"],
)
def test_a_reversal_that_is_no_negation_is_refused(amounts):
    account = open_account(minor=5000)
    first = post("key", {account: 1000, clearing(): -1000})
    before = everything()
    with pytest.raises(MalformedEntry) as refusal:
        post("undo", amounts(account), kind=EntryKind.REVERSAL, reverses=first.entry_id)
    assert refusal.value.rule == "reversal_negates_its_entry"
    assert everything() == before


def test_a_reversal_can_itself_be_reversed():
    account = open_account()
    first = post("key", {account: 1000, clearing(): -1000})
    undone = reverse(first.entry_id)
    reverse(undone.entry_id, key="redo")
    assert balance(account) == 1000


def test_a_reversal_in_a_batch_is_refused():
    first = post("key", {open_account(): 1000, clearing(): -1000})
    bad = entry("undo", {sales(): 1, clearing(): -1}, reverses=first.entry_id)
    with pytest.raises(MalformedEntry), transaction.atomic():
        journal.post_entries([bad, bad])
