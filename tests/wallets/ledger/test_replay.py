"""The same key with the same content is the same entry; with other content it is refused."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.support.ledger import balance, clearing, entry, everything, open_account, post, post_many, sales
from wallet_project.core.exceptions import IdempotencyConflict
from wallets.ledger import journal
from wallets.ledger.enums import EntryKind
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


def test_the_same_entry_again_answers_with_the_first():
    account = open_account()
    amounts = {account: 1000, clearing(): -1000}
    first = post("key", amounts)
    post("other", {account: -400, clearing(): 400})
    again = post("key", amounts)
    assert not first.replayed
    assert again.replayed
    assert (again.entry_id, again.posted_at, again.balances) == (
        first.entry_id,
        first.posted_at,
        {account: 1000},
    )
    assert balance(account) == 600


def test_a_replay_is_answered_though_the_money_is_gone():
    account = open_account(minor=1000)
    spend = {account: -1000, sales(): 1000}
    first = post("spend", spend)
    assert post("spend", spend).entry_id == first.entry_id
    assert post_many(entry("spend", spend), entry("spend", spend))[1].replayed


@pytest.mark.parametrize(
    "change",
    [
        {"kind": EntryKind.ADJUSTMENT_CREDIT},
        {"reference": "W-2"},
        {"description": "Another"},
        {"amounts": 1001},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("batch", [False, True], ids=["single", "batch"])
def test_the_same_key_with_other_content_is_refused(change, batch):
    account = open_account()
    given = {"kind": EntryKind.TOP_UP, "reference": "W-1", "description": "One"}
    post("key", {account: 1000, clearing(): -1000}, **given)
    before, minor = everything(), change.get("amounts", 1000)
    texts = given | {name: value for name, value in change.items() if name != "amounts"}
    changed = entry("key", {account: minor, clearing(): -minor}, **texts)
    with pytest.raises(IdempotencyConflict) as refusal, transaction.atomic():
        journal.post_entries([entry("new", {sales(): 1, clearing(): -1}), changed] if batch else [changed])
    assert refusal.value.key == "key"
    assert everything() == before


def test_who_posts_it_again_does_not_matter():
    account = open_account()
    amounts = {account: 1000, clearing(): -1000}
    first = post("key", amounts, actor="ann")
    again = post("key", amounts, actor="bob")
    assert again.entry_id == first.entry_id
    assert JournalEntry.objects.get(pk=first.entry_id).actor == "ann"


def test_a_batch_in_which_a_key_comes_twice_posts_it_once():
    account = open_account()
    one = entry("key", {account: 1000, clearing(): -1000})
    first, second = post_many(one, one)
    assert (first.replayed, second.replayed) == (False, True)
    assert first.entry_id == second.entry_id
    assert balance(account) == 1000


def test_a_batch_in_which_a_key_comes_twice_with_two_contents_is_refused():
    account = open_account()
    before = everything()
    with pytest.raises(IdempotencyConflict), transaction.atomic():
        journal.post_entries(
            [
                entry("key", {account: 1000, clearing(): -1000}),
                entry("key", {account: 1001, clearing(): -1001}),
            ]
        )
    assert everything() == before


def test_a_batch_that_died_in_the_middle_can_be_run_again():
    account = open_account()
    entries = [entry(f"bulk-{n}", {account: 1, clearing(): -1}) for n in range(10)]
    post_many(*entries[:4])
    posted = post_many(*entries)
    assert [one.replayed for one in posted] == [True] * 4 + [False] * 6
    assert [one.entry_id for one in posted] == list(
        JournalEntry.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert balance(account) == 10
