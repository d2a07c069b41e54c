"""A guarded account never falls below its floor, and a system account has none."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.support.ledger import (
    balance,
    clearing,
    entry,
    everything,
    fetch,
    open_account,
    post,
    post_many,
    sales,
)
from wallets.ledger import journal
from wallets.ledger.exceptions import BelowFloor
from wallets.ledger.models import LedgerAccount

pytestmark = pytest.mark.django_db


def test_all_of_a_balance_can_be_spent():
    account = open_account(minor=1000)
    assert post("spend", {account: -1000, sales(): 1000}).balances == {account: 0}


def test_one_cent_more_than_the_balance_is_refused():
    account = open_account(minor=1000)
    before = everything()
    with pytest.raises(BelowFloor) as refusal:
        post("spend", {account: -1001, sales(): 1001})
    assert (refusal.value.account_id, refusal.value.available) == (account, 1000)
    assert everything() == before


def test_a_refused_key_is_free_for_another_try():
    account = open_account(minor=1000)
    with pytest.raises(BelowFloor):
        post("spend", {account: -1001, sales(): 1001})
    assert not post("spend", {account: -900, sales(): 900}).replayed


def test_a_batch_that_goes_below_the_floor_on_its_way_is_refused_whole():
    account = open_account(minor=1000)
    before = everything()
    with pytest.raises(BelowFloor), transaction.atomic():
        journal.post_entries(
            [
                entry("a", {account: -800, sales(): 800}),
                entry("b", {account: -300, sales(): 300}),
                entry("c", {account: 500, clearing(): -500}),
            ]
        )
    assert everything() == before


def test_a_batch_that_ends_below_the_floor_says_whose_and_what_was_left():
    account = open_account(minor=1000)
    with pytest.raises(BelowFloor) as refusal, transaction.atomic():
        journal.post_entries(
            [entry("a", {account: -800, sales(): 800}), entry("b", {account: -300, sales(): 300})]
        )
    assert (refusal.value.account_id, refusal.value.available) == (account, 200)


def test_a_batch_may_spend_what_it_credits_before():
    account = open_account()
    post_many(entry("a", {account: 500, clearing(): -500}), entry("b", {account: -500, sales(): 500}))
    assert balance(account) == 0


def test_a_credit_line_lowers_the_floor_to_its_amount():
    account = open_account(minor=1000)
    LedgerAccount.objects.filter(pk=account).update(floor=-500)
    assert post("spend", {account: -1500, sales(): 1500}).balances == {account: -500}
    with pytest.raises(BelowFloor) as refusal:
        post("more", {account: -1, sales(): 1})
    assert refusal.value.available == 0


def test_a_credit_line_that_is_in_use_cannot_be_taken_away():
    account = open_account()
    LedgerAccount.objects.filter(pk=account).update(floor=-500)
    post("spend", {account: -300, sales(): 300})
    with pytest.raises(IntegrityError, match="guarded_balance_is_not_below_floor"), transaction.atomic():
        LedgerAccount.objects.filter(pk=account).update(floor=-200)


def test_a_floor_above_zero_is_refused():
    account = open_account(minor=1000)
    with pytest.raises(IntegrityError, match="account_floor_is_zero_or_below"), transaction.atomic():
        LedgerAccount.objects.filter(pk=account).update(floor=1)


def test_money_may_come_in_while_an_account_is_below_zero():
    account = open_account()
    LedgerAccount.objects.filter(pk=account).update(floor=-500)
    post("spend", {account: -500, sales(): 500})
    assert post("top up", {account: 100, clearing(): -100}).balances == {account: -400}


def test_a_system_account_has_no_floor_and_keeps_no_balance():
    post("far down", {clearing(): -(10**12), sales(): 10**12})
    assert fetch("SELECT balance, last_posted_at FROM ledger_account WHERE id = %s", clearing()) == [
        (None, None)
    ]


def test_the_account_named_short_is_the_one_that_is():
    rich, poor = open_account(minor=1000), open_account(minor=10)
    with pytest.raises(BelowFloor) as refusal:
        post("both", {rich: -500, poor: -11, sales(): 511})
    assert (refusal.value.account_id, refusal.value.available) == (poor, 10)
