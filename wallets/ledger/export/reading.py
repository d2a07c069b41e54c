"""What an export reads: entries in the order of their ids, and accounts with their balances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from wallet_project.core.money import from_minor

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 30, tzinfo=UTC)
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` on, up to but without `until`."""

    since: datetime = BEGINNING
    until: datetime = END


@dataclass(frozen=True, slots=True)
class ExportedPosting:
    """Amounts in the currency's decimals; a credit is positive."""

    account_id: int
    code: str
    type: str
    guarded: bool
    currency: str
    amount: Decimal
    balance_after: Decimal | None


@dataclass(frozen=True, slots=True)
class ExportedEntry:
    id: int
    posted_at: datetime
    kind: str
    key: str
    reference: str
    description: str
    actor: str
    reverses: int | None
    postings: Sequence[ExportedPosting]


@dataclass(frozen=True, slots=True)
class ExportedAccount:
    """An account that holds or moves something in the period. Balances as of its two ends."""

    id: int
    code: str
    type: str
    guarded: bool
    currency: str
    opening: Decimal
    closing: Decimal
    first_moved_at: datetime | None


ENTRIES = """
    SELECT e.id, e.posted_at, e.kind, e.idempotency_key, e.reference, e.description, e.actor, e.reverses_id,
           p.account_id, a.code, a.type, a.guarded, p.currency, p.amount, p.balance_after
    FROM ledger_entry e
    JOIN ledger_posting p ON p.entry_id = e.id AND p.posted_at = e.posted_at
    JOIN ledger_account a ON a.id = p.account_id
    WHERE e.posted_at >= %(since)s AND e.posted_at < %(until)s ORDER BY e.id, p.account_id
"""

ACCOUNTS = """
    SELECT a.id, a.code, a.type, a.guarded, a.currency, o.balance, c.balance, f.posted_at
    FROM ledger_account a
    CROSS JOIN LATERAL ledger_balance_at(a.id, %(since)s - interval '1 microsecond') AS o (balance)
    CROSS JOIN LATERAL ledger_balance_at(a.id, %(until)s - interval '1 microsecond') AS c (balance)
    CROSS JOIN LATERAL (
        SELECT min(p.posted_at) AS posted_at FROM ledger_posting p
        WHERE p.account_id = a.id AND p.posted_at >= %(since)s AND p.posted_at < %(until)s
    ) f
    WHERE f.posted_at IS NOT NULL OR o.balance <> 0 ORDER BY a.id
"""


def count_entries(period: Period) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_entry WHERE posted_at >= %s AND posted_at < %s",
            [period.since, period.until],
        )
        return int(cursor.fetchone()[0])


def last_posted_at(period: Period) -> datetime | None:
    """The time of the latest entry of the period."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(posted_at) FROM ledger_entry WHERE posted_at >= %s AND posted_at < %s",
            [period.since, period.until],
        )
        latest: datetime | None = cursor.fetchone()[0]
        return latest


def entries(period: Period) -> Iterator[ExportedEntry]:
    """The entries of the period with their postings; needs a transaction."""
    rows = _stream("exported_entries", ENTRIES, {"since": period.since, "until": period.until})
    for head, lines in groupby(rows, itemgetter(slice(8))):
        postings = [_posting(*line[8:]) for line in lines]
        yield ExportedEntry(*(*head, postings))


def accounts(period: Period) -> Iterator[ExportedAccount]:
    """The accounts that the period's entries or opening balances need; needs a transaction."""
    for row in _stream("exported_accounts", ACCOUNTS, {"since": period.since, "until": period.until}):
        account, code, type_, guarded, currency, opening, closing, moved = row
        before, after = _amount(opening, currency), _amount(closing, currency)
        yield ExportedAccount(account, code, type_, guarded, currency, before, after, moved)


def _posting(
    account: int, code: str, type_: str, guarded: bool, currency: str, amount: int, after: int | None
) -> ExportedPosting:
    balance = None if after is None else _amount(after, currency)
    return ExportedPosting(account, code, type_, guarded, currency, _amount(amount, currency), balance)


def _amount(minor: int, currency: str) -> Decimal:
    return Decimal(from_minor(minor, currency).amount)


def _stream(name: str, sql: str, parameters: Mapping[str, datetime]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query through a cursor of the server, so that memory stays flat.

    The cursor is SQL's own: it goes with PgBouncer, as the whole export is one transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}", parameters)
        while rows := _fetch(cursor, name):
            yield from rows
        cursor.execute(f"CLOSE {name}")


def _fetch(cursor: Any, name: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"FETCH {ROWS_AT_ONCE} FROM {name}")
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
