"""Each rule of the database, taken out: then what it refuses goes through, or the next rule catches it."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.support.ledger import (
    balance,
    changed_function,
    clearing,
    fetch,
    open_account,
    post,
    sales,
    signature_of,
)
from wallets.ledger import verification
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import BelowFloor, LedgerError
from wallets.ledger.models import LedgerAccount

pytestmark = pytest.mark.django_db


def differences() -> set[str]:
    """Which checks find something."""
    findings = verification.verify(checks=verification.own_checks())
    return {finding.check for finding in findings if finding.differences}


def without(function: str, old: str, new: str = ""):
    return changed_function(signature_of(function), old, new)


def test_the_constraint_stands_behind_the_functions_own_look_at_the_floor():
    account = open_account(minor=1000)
    with without("ledger_post_entry", "v_short IS NOT NULL THEN", "false THEN"):
        with pytest.raises(BelowFloor) as refusal:
            post("spend", {account: -1001, sales(): 1001})
        assert refusal.value.available is None
        fetch("ALTER TABLE ledger_account DROP CONSTRAINT guarded_balance_is_not_below_floor")
        post("spend", {account: -1001, sales(): 1001})
    assert balance(account) == -1
    assert "no account is below its floor" in differences()


def test_without_the_look_at_the_sum_money_is_made_and_verification_says_so():
    account = open_account()
    with without("ledger_post_entry", "+ p_amounts[2] = 0", "+ p_amounts[2] <> 0"):
        post("made", {account: 1000, clearing(): -1})
    assert differences() == {"entries sum to zero"}


def test_without_the_composite_reference_a_posting_takes_another_currency_and_verification_says_so():
    dollars = open_account("USD")
    fetch("ALTER TABLE ledger_posting DROP CONSTRAINT posting_has_its_accounts_currency")
    post("wrong", {dollars: 500, clearing("EUR"): -500}, "EUR")
    assert differences() == {"postings fit their accounts", "defences are on"}


def test_without_the_look_at_the_negation_a_reversal_is_anything_and_verification_says_so():
    account = open_account(minor=1000)
    first = post("grant", {account: 500, clearing(): -500})
    negation = "PERFORM ledger_require_negation(p_reverses, p_accounts, p_amounts);"
    with without("ledger_post_entry", negation, "NULL;"):
        post("undo", {account: -1, clearing(): 1}, kind=EntryKind.REVERSAL, reverses=first.entry_id)
    assert differences() == {"reversals negate"}


def test_without_its_index_an_entry_is_reversed_twice_and_verification_says_so():
    account = open_account(minor=1000)
    first = post("grant", {account: 500, clearing(): -500})
    undo = {"kind": EntryKind.REVERSAL, "reverses": first.entry_id}
    post("undo", {account: -500, clearing(): 500}, **undo)
    with pytest.raises(LedgerError), transaction.atomic():
        post("again", {account: -500, clearing(): 500}, **undo)
    fetch("DROP INDEX entry_is_reversed_once")
    post("again", {account: -500, clearing(): 500}, **undo)
    assert balance(account) == 500
    assert "defences are on" in differences()


def test_without_the_look_at_the_fingerprint_a_conflict_passes_for_a_replay():
    account = open_account()
    post("key", {account: 1000, clearing(): -1000})
    with without("ledger_require_same", "p_stored IS DISTINCT FROM p_given", "false"):
        assert post("key", {account: 9999, clearing(): -9999}).replayed


@pytest.mark.parametrize("trigger", ["balance_is_written_by_the_ledger", "account_opens_empty"])
def test_without_its_trigger_a_balance_is_written_by_anybody_and_verification_says_so(trigger):
    fetch(f"ALTER TABLE ledger_account DISABLE TRIGGER {trigger}")
    if trigger == "account_opens_empty":
        LedgerAccount.objects.create(
            code="customer_held", currency="EUR", type="liability", guarded=True, balance=9
        )
    else:
        LedgerAccount.objects.filter(pk=open_account()).update(balance=9)
    assert differences() == {"accounts show the last balance", "defences are on"}
