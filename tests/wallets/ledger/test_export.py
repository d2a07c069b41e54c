"""The journal for spreadsheets and programs: complete, exact, safe, and never half a file."""

from __future__ import annotations

import csv
import io
import json
import resource
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command, load_command_class
from django.db import transaction

from tests.support.ledger import clearing, entry, money, open_account, post, post_many, sales
from wallets.ledger import journal
from wallets.ledger.enums import EntryKind
from wallets.ledger.export import FORMATS, plain, reading
from wallets.ledger.models import JournalEntry, Posting

pytestmark = pytest.mark.django_db(transaction=True)


def export(format_: str, **options) -> str:
    out = io.StringIO()
    call_command("export_ledger", format=format_, quiet=True, stdout=out, **options)
    return out.getvalue()


def rows(**options) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export("csv", **options), newline="")))


def test_csv_has_a_line_for_each_posting_with_its_decimals():
    account = open_account("KWD", minor=1500)
    post("spend", {account: -1, sales("KWD"): 1}, "KWD", reference="W-1", description="Tea", actor="ann")
    lines = rows()
    assert len(lines) == 4
    spent = next(line for line in lines if line["account"] == str(account) and line["key"] == "spend")
    assert (spent["debit"], spent["credit"], spent["balance_after"]) == ("0.001", "", "1.499")
    assert (spent["reference"], spent["description"], spent["actor"]) == ("W-1", "Tea", "ann")
    assert (spent["account_code"], spent["account_type"], spent["currency"]) == (
        "customer_available",
        "liability",
        "KWD",
    )
    assert (
        datetime.fromisoformat(spent["posted_at"])
        == JournalEntry.objects.get(idempotency_key="spend").posted_at
    )


def test_debits_equal_credits_in_csv():
    open_account("EUR", minor=1234)
    open_account("JPY", minor=77)
    for column in ("EUR", "JPY"):
        lines = [line for line in rows() if line["currency"] == column]
        assert sum(Decimal(line["debit"] or 0) for line in lines) == sum(
            Decimal(line["credit"] or 0) for line in lines
        )


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "－1", "|cmd", "%0A"]
)
def test_a_formula_in_a_cell_is_only_text(text):
    post("k", {sales(): 1, clearing(): -1}, description=text, actor=text, reference=text)
    [first, _] = rows()
    assert first["description"] == first["actor"] == first["reference"] == f"'{text}"


@pytest.mark.parametrize("text", ['Tea, "Assam"', "two\nlines", "é 店 🎁", "1=1", "ann@example.com", ""])
def test_other_text_arrives_as_it_was(text):
    post("k", {sales(): 1, clearing(): -1}, description=text)
    assert rows()[0]["description"] == text


def test_json_lines_have_an_entry_each_and_amounts_as_text():
    account = open_account(minor=1000)
    spent = post("spend", {account: -250, sales(): 250}, description='a "quote"\nand a line')
    with transaction.atomic():
        journal.reverse_entry(entry_id=spent.entry_id, key="undo")
    entries = [json.loads(line) for line in export("jsonl").splitlines()]
    assert [one["key"] for one in entries][1:] == ["spend", "undo"]
    assert entries[1]["description"] == 'a "quote"\nand a line'
    assert entries[2]["reverses"] == spent.entry_id
    assert entries[1]["postings"][1] == {
        "account": account,
        "account_code": "customer_available",
        "account_type": "liability",
        "amount": {"amount": "-2.50", "currency": "EUR"},
        "balance_after": "7.50",
    }
    assert entries[1]["postings"][0]["balance_after"] is None


def test_many_entries_come_in_pieces_and_none_is_torn(monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 3)
    post_many(*(entry(f"e{n}", {sales(): 1, clearing(): -1}) for n in range(10)))
    entries = [json.loads(line) for line in export("jsonl").splitlines()]
    assert [len(one["postings"]) for one in entries] == [2] * 10
    assert [one["id"] for one in entries] == sorted(one["id"] for one in entries)


def test_a_period_begins_with_since_and_ends_before_until():
    posted = [post(f"e{n}", {sales(): 1, clearing(): -1}).posted_at for n in range(3)]
    keys = {row["key"] for row in rows(since=posted[1], until=posted[2])}
    assert keys == {"e1"}
    assert {row["key"] for row in rows(since=posted[1])} == {"e1", "e2"}
    assert {row["key"] for row in rows(until=posted[1])} == {"e0"}
    assert rows(since=posted[2] + timedelta(seconds=1)) == []


def test_a_date_is_the_beginning_of_its_day_in_utc():
    at = post("e", {sales(): 1, clearing(): -1}).posted_at.astimezone(UTC)
    today, tomorrow = at.date().isoformat(), (at.date() + timedelta(days=1)).isoformat()
    assert len(from_a_terminal("--since", today, "--until", tomorrow)) == 3
    assert len(from_a_terminal("--since", tomorrow)) == 1
    assert len(from_a_terminal("--since", at.isoformat())) == 3


def from_a_terminal(*arguments: str) -> list[str]:
    command, out = load_command_class("wallets.ledger", "export_ledger"), io.StringIO()
    command.stdout._out = out
    command.run_from_argv(["manage.py", "export_ledger", "--format", "csv", "--quiet", *arguments])
    return out.getvalue().splitlines()


@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_ledger_is_exported(format_):
    assert len(export(format_).splitlines()) <= 3


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_is_complete_and_alone(format_, tmp_path):
    open_account(minor=1000)
    target = tmp_path / "journal"
    target.write_text("the old one")
    call_command("export_ledger", format=format_, output=str(target), quiet=True)
    assert target.read_bytes().decode() == export(format_)
    assert list(tmp_path.iterdir()) == [target]


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file of this process may grow beyond 4 kB, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_export_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, small_disk):
    post_many(*(entry(f"e{n}", {sales(): 1, clearing(): -1}) for n in range(40)))
    target = tmp_path / "journal.csv"
    target.write_text("the old one")
    with pytest.raises(CommandError, match=r"Could not write .*journal.csv: File too large\."):
        call_command("export_ledger", format="csv", output=target, quiet=True)
    assert target.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--format", "xml"],
        ["--format", "csv", "--since", "yesterday"],
        ["--format", "csv", "--until", "2026-13-01"],
        ["--format", "csv", "--since", "2026-02-02", "--until", "2026-02-01"],
        ["--format", "csv", "--output", "/no/such/folder/journal.csv"],
        ["--format", "csv", "--nonsense"],
    ],
    ids=lambda arguments: " ".join(arguments[-2:]),
)
def test_a_bad_argument_is_one_line_and_exit_1(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        load_command_class("wallets.ledger", "export_ledger").run_from_argv(
            ["manage.py", "export_ledger", *arguments]
        )
    said = capsys.readouterr()
    assert stop.value.code == 1
    assert len(said.err.splitlines()) == 1
    assert said.out == ""


def test_progress_goes_to_standard_error_alone(capsys):
    open_account(minor=1000)
    call_command("export_ledger", format="jsonl")
    assert json.loads(capsys.readouterr().out)["kind"] == EntryKind.TOP_UP


def test_amounts_are_written_in_digits():
    assert plain.plain(Decimal("1E-8")) == "0.00000001"
    assert plain.plain(money("0.00").amount) == "0.00"


def test_every_posting_is_exported_once():
    for currency in ("EUR", "PTS"):
        open_account(currency, minor=10)
    assert len(rows()) == Posting.objects.count()
