"""Many connections at once: one winner, clean refusals, no deadlock; and the same without the lock."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import OperationalError, transaction

from tests.support.ledger import (
    at_once,
    balance,
    changed_function,
    clearing,
    differences,
    entry,
    fetch,
    open_account,
    post,
    post_many,
    sales,
    signature_of,
)
from tests.wallets.services.overtaking import SOMEBODY_WAITS_FOR_US
from wallet_project.core.exceptions import IdempotencyConflict
from wallets.ledger import journal
from wallets.ledger.exceptions import BelowFloor
from wallets.ledger.models import JournalEntry, Posting

pytestmark = pytest.mark.django_db(transaction=True)


def spend_all(account: int, key: str) -> journal.Posted:
    return post(key, {account: -1000, sales(): 1000})


def spend_all_in_a_batch(account: int, key: str) -> list[journal.Posted]:
    return post_many(
        entry(key, {account: -1000, sales(): 1000}), entry(f"{key}+", {sales(): 1, clearing(): -1})
    )


SPENDERS = {"ledger_post_entry": spend_all, "ledger_post_entries": spend_all_in_a_batch}


@pytest.mark.parametrize("threads", [2, 4, 16])
def test_the_same_key_from_many_connections_is_one_entry(threads):
    account = open_account()
    works = [partial(post, "key", {account: 1000, clearing(): -1000})] * threads
    answers = at_once(works)
    assert len({answer.entry_id for answer in answers}) == 1
    assert Counter(answer.replayed for answer in answers) == {False: 1, True: threads - 1}
    assert balance(account) == 1000


def test_the_same_key_on_accounts_that_nobody_locks_is_one_entry():
    answers = at_once([partial(post, "key", {sales(): 1000, clearing(): -1000})] * 8)
    assert len({answer.entry_id for answer in answers}) == 1
    assert Posting.objects.count() == 2


def test_the_same_key_with_two_contents_posts_one_and_refuses_the_other():
    account = open_account()
    works = [partial(post, "key", {account: minor, clearing(): -minor}) for minor in (100, 200) * 4]
    answers = at_once(works)
    refused = [answer for answer in answers if isinstance(answer, IdempotencyConflict)]
    assert len(refused) == 4
    assert balance(account) in {100, 200}
    assert JournalEntry.objects.count() == 1


def test_a_batch_and_single_entries_with_the_same_keys_post_each_once():
    account = open_account()
    entries = [entry(f"k{n}", {account: 1, clearing(): -1}) for n in range(10)]
    works = [partial(post_many, *entries)] * 3
    works += [partial(post, one.key, {account: 1, clearing(): -1}) for one in entries]
    answers = at_once(works)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert balance(account) == 10
    assert differences() == []


@pytest.mark.parametrize("spend", SPENDERS.values(), ids=["single", "batch"])
def test_of_a_hundred_simultaneous_spends_of_one_balance_one_succeeds(spend):
    account = open_account(minor=1000)
    answers = at_once([partial(spend, account, f"spend-{number}") for number in range(100)])
    refused = [answer for answer in answers if isinstance(answer, BelowFloor)]
    assert len(refused) == 99
    assert [answer for answer in answers if not isinstance(answer, Exception)]
    assert balance(account) == 0
    assert differences() == []


def overtaken(function: str) -> list[journal.Posted] | Exception:
    """Two spends of one balance, the second begun before the first has committed: what the second got."""
    account, spend = open_account(minor=1000), SPENDERS[function]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            spend(account, "first")
            second = pool.submit(at_once, [partial(spend, account, "second")])
            wait_until_somebody_waits()
        return second.result()[0]


def wait_until_somebody_waits() -> None:
    deadline = time.monotonic() + 30
    while fetch(SOMEBODY_WAITS_FOR_US) == [(False,)]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("function", SPENDERS)
def test_the_second_spend_waits_for_the_first_and_sees_what_it_left(function):
    refusal = overtaken(function)
    assert isinstance(refusal, BelowFloor)
    assert refusal.available == 0
    assert differences() == []


@pytest.mark.parametrize("function", SPENDERS)
def test_without_the_lock_the_second_spends_the_same_money(function):
    """The defence taken out: the test above would fail."""
    with changed_function(signature_of(function), "FOR NO KEY UPDATE", ""):
        assert not isinstance(overtaken(function), Exception)
    assert [text for text in differences() if text.startswith("balances form chains")]


def move_at_random(accounts: list[int], seed: int) -> int:
    """Ten entries over several accounts each, named in any order; answers how many went through."""
    chance, done = random.Random(seed), 0
    for number in range(10):
        touched = chance.sample(accounts, 4)
        amounts = dict(zip(touched, (7, -3, -3, -1), strict=True))
        one = entry(f"{seed}-{number}", amounts)
        try:
            with transaction.atomic():
                journal.post_entries(
                    [one, entry(f"{seed}-{number}+", {sales(): 1, clearing(): -1})][: 1 + seed % 2]
                )
            done += 1
        except BelowFloor:
            pass
    return done


def test_entries_over_many_accounts_never_deadlock_and_keep_the_total():
    accounts = [open_account(minor=20) for _ in range(6)]
    answers = at_once([partial(move_at_random, accounts, seed) for seed in range(12)])
    assert not any(isinstance(answer, OperationalError) for answer in answers)
    assert sum(answers) > 0
    assert sum(map(balance, accounts)) == 120
    assert differences() == []
