"""Beancount adds everything up again and comes to the same balances."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data, realization
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.support.ledger import clearing, entry, open_account, post, post_many, sales
from wallet_project.core.money import from_minor
from wallets.ledger import chart, journal, queries
from wallets.ledger.enums import EntryKind
from wallets.ledger.export.beancount import quoted
from wallets.ledger.models import LedgerAccount

pytestmark = pytest.mark.django_db(transaction=True)

CURRENCIES = ("EUR", "INR", "USD", "JPY", "KWD", "PTS")


@pytest.fixture
def a_month() -> dict[str, int]:
    """Business in six currencies: top-ups, sales, a credit line in use, a reversal, a conversion."""
    accounts = {currency: open_account(currency, minor=123_457) for currency in CURRENCIES}
    for currency, account in accounts.items():
        post(
            f"buy {currency}",
            {account: -3_001, sales(currency): 3_001},
            currency,
            reference="W-1",
            actor="ann",
        )
    LedgerAccount.objects.filter(pk=accounts["KWD"]).update(floor=-500_000)
    overdraw = post("overdraw", {accounts["KWD"]: -130_000, sales("KWD"): 130_000}, "KWD")
    granted = chart.system_account(chart.STORE_CREDIT_GRANTED, "EUR")
    grant = post("grant", {granted: -999, accounts["EUR"]: 999}, kind=EntryKind.ADJUSTMENT_CREDIT)
    with transaction.atomic():
        journal.reverse_entry(entry_id=grant.entry_id, key="undo", description='Wrong "person"\\')
    lines = [
        journal.Line(accounts["PTS"], -from_minor(1000, "PTS")),
        journal.Line(clearing("PTS"), from_minor(1000, "PTS")),
        journal.Line(granted, -from_minor(100, "EUR")),
        journal.Line(accounts["EUR"], from_minor(100, "EUR")),
    ]
    post("convert", {}, lines=lines)
    assert overdraw.balances[accounts["KWD"]] < 0
    return accounts


def written(folder: Path, **options) -> Path:
    target = folder / "ledger.beancount"
    call_command("export_ledger", format="beancount", output=target, quiet=True, **options)
    return target


def accepted(path: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "bean-check"
    return subprocess.run(
        [program, "--no-cache", path], capture_output=True, text=True, timeout=60, check=False
    )


def balances(path: Path) -> dict[int, Decimal]:
    """What Beancount computes for each ledger account, by its id, credit positive."""
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    ids = {
        one.account: int(one.meta["id"]) for one in entries if isinstance(one, data.Open) and "id" in one.meta
    }
    found = {}
    for account in realization.iter_children(realization.realize(entries), leaf_only=True):
        if account.account in ids:
            units = [position.units for position in account.balance]
            found[ids[account.account]] = -units[0].number if units else Decimal(0)
    return found


def ours() -> dict[int, Decimal]:
    """The same by the ledger: each account that ever moved."""
    moved = LedgerAccount.objects.filter(postings__isnull=False).distinct()
    far = "9999-01-01T00:00:00Z"
    return {one.pk: queries.balance_at(account_id=one.pk, at=far).amount for one in moved}


def test_bean_check_accepts_it_and_every_balance_equals_ours(a_month, tmp_path):
    path = written(tmp_path)
    check = accepted(path)
    assert (check.returncode, check.stdout + check.stderr) == (0, "")
    assert balances(path) == ours()
    assert {str(one.currency) for one in LedgerAccount.objects.filter(pk__in=ours())} == set(CURRENCIES)


def test_bean_check_refuses_an_amount_that_is_one_unit_off(a_month, tmp_path):
    path = written(tmp_path)
    text = path.read_text()
    wrong, count = re.subn(
        r"(balance Liabilities:CustomerAvailable:A\d+  )(-?[\d.]+)( ~ 0 KWD)", r"\g<1>1.234\3", text
    )
    path.write_text(wrong)
    assert count == 1
    assert accepted(path).returncode == 1


def test_every_account_that_moved_is_opened_once_and_asserted_once(a_month, tmp_path):
    entries, _, _ = loader.load_file(str(written(tmp_path)))
    opened = [one.account for one in entries if isinstance(one, data.Open)]
    asserted = [one.account for one in entries if isinstance(one, data.Balance)]
    assert sorted(opened) == sorted(asserted)
    assert len(set(opened)) == len(opened) == len(ours())


def test_accounts_are_named_by_type_code_and_owner(a_month, tmp_path):
    entries, _, _ = loader.load_file(str(written(tmp_path)))
    names = {one.account for one in entries if isinstance(one, data.Open)}
    assert f"Liabilities:CustomerAvailable:A{a_month['EUR']}" in names
    assert {"Assets:GatewayClearing:JPY", "Income:Sales:INR", "Expenses:StoreCreditGranted:EUR"} <= names


def test_entries_carry_what_leads_back_to_them(a_month, tmp_path):
    entries, _, _ = loader.load_file(str(written(tmp_path)))
    found = {one.meta["key"]: one for one in entries if isinstance(one, data.Transaction)}
    bought, undone = found["buy EUR"], found["undo"]
    assert (bought.meta["kind"], bought.meta["reference"], bought.meta["actor"]) == ("top_up", "W-1", "ann")
    assert bought.narration == "top_up"
    assert undone.narration == 'Wrong "person"\\'
    assert undone.meta["reverses"] == found["grant"].meta["id"]
    assert "reverses" not in bought.meta
    sides = {posting.account: posting.units.number for posting in bought.postings}
    assert sides["Income:Sales:EUR"] == Decimal("-30.01")


@pytest.mark.parametrize("cut", [0, 5, 9])
def test_a_later_part_opens_with_what_was_there_and_ends_with_what_is(a_month, tmp_path, cut):
    later = journal.JournalEntry.objects.order_by("id")[cut].posted_at
    path = written(tmp_path, since=later)
    assert accepted(path).returncode == 0
    assert balances(path) == ours()


def test_an_earlier_part_ends_with_what_was_there_then(a_month, tmp_path):
    until = journal.JournalEntry.objects.get(idempotency_key="overdraw").posted_at
    path = written(tmp_path, until=until)
    assert accepted(path).returncode == 0
    assert balances(path)[a_month["KWD"]] == Decimal("120.456")


def test_a_period_without_entries_still_shows_what_is_there(a_month, tmp_path):
    since = journal.JournalEntry.objects.order_by("-posted_at")[0].posted_at + timedelta(seconds=1)
    path = written(tmp_path, since=since)
    assert accepted(path).returncode == 0
    assert balances(path) == {account: amount for account, amount in ours().items() if amount}


def test_any_text_is_accepted_and_arrives(tmp_path):
    texts = [
        '"',
        "\\",
        '\\"',
        "two\nlines",
        "a\ttab",
        "{}[]#^*!;|",
        "2026-01-01 open Assets:X",
        "é 店 🎁",
        "%s",
        "'",
    ]
    post_many(
        *(entry(f"e{n}", {sales(): 1, clearing(): -1}, description=text) for n, text in enumerate(texts))
    )
    path = written(tmp_path)
    assert accepted(path).returncode == 0
    entries, _, _ = loader.load_file(str(path))
    assert {one.narration for one in entries if isinstance(one, data.Transaction)} == set(texts)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_no_text_breaks_out_of_its_quotes(text):
    source = (
        f"2026-01-01 open Assets:X\n2026-01-02 * {quoted(text)}\n  key: {quoted(text)}\n  Assets:X  0 EUR\n"
    )
    entries, errors, _ = loader.load_string(source)
    assert errors == []
    assert len(entries) == 2
