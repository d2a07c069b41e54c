"""CSV, one line a posting, and JSON Lines, one line an entry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from wallets.ledger.export.reading import ExportedEntry, ExportedPosting, Period, entries

CSV_COLUMNS = (
    "entry", "posted_at", "kind", "key", "reference", "description", "actor", "reverses",
    "account", "account_code", "account_type", "currency", "debit", "credit", "balance_after",
)  # fmt: skip

# A spreadsheet takes a cell that begins with one of these for a formula, full-width forms included.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠|%")


def csv_text(period: Period) -> Iterator[tuple[str, int]]:
    """CSV in pieces of text, each with the number of entries it completes."""
    yield _csv_line(CSV_COLUMNS), 0
    for entry in entries(period):
        yield "".join(_csv_line(_cells(entry, posting)) for posting in entry.postings), 1


def safe_cell(text: str) -> str:
    """Text that a spreadsheet shows instead of computing it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _cells(entry: ExportedEntry, posting: ExportedPosting) -> Iterator[str]:
    yield from (str(entry.id), entry.posted_at.isoformat(), entry.kind)
    yield from map(safe_cell, (entry.key, entry.reference, entry.description, entry.actor))
    yield from (str(entry.reverses or ""), str(posting.account_id), posting.code, posting.type)
    yield posting.currency
    yield plain(-posting.amount) if posting.amount < 0 else ""
    yield plain(posting.amount) if posting.amount > 0 else ""
    yield "" if posting.balance_after is None else plain(posting.balance_after)


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def jsonl_text(period: Period) -> Iterator[tuple[str, int]]:
    """JSON Lines in pieces of text, each with the number of entries it completes."""
    for entry in entries(period):
        yield json.dumps(_as_json(entry), ensure_ascii=False) + "\n", 1


def _as_json(entry: ExportedEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "posted_at": entry.posted_at.isoformat(),
        "kind": entry.kind,
        "key": entry.key,
        "reference": entry.reference,
        "description": entry.description,
        "actor": entry.actor,
        "reverses": entry.reverses,
        "postings": [_posting_as_json(posting) for posting in entry.postings],
    }


def _posting_as_json(posting: ExportedPosting) -> dict[str, object]:
    after = None if posting.balance_after is None else plain(posting.balance_after)
    return {
        "account": posting.account_id,
        "account_code": posting.code,
        "account_type": posting.type,
        "amount": {"amount": plain(posting.amount), "currency": posting.currency},
        "balance_after": after,
    }


def plain(amount: Decimal) -> str:
    """An amount in digits, never in powers of ten."""
    return f"{amount:f}"
