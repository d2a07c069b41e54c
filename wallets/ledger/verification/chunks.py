"""Going through large tables by key, a part at a time, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db import connection

from wallets.ledger.verification.registry import Check, Difference, Progress, differences

ENTRIES_AT_ONCE = 20_000
ACCOUNTS_AT_ONCE = 500
LAST_ID = 2**63 - 1

ENTRIES = "SELECT id FROM ledger_entry"
GUARDED_ACCOUNTS = "SELECT id FROM ledger_account WHERE guarded"


def by_entries(name: str, sql: str) -> Check:
    """A check whose query takes entries `%(after)s < id <= %(through)s`. Every id is in some part."""
    return partial(_in_parts, name=name, sql=sql, keys=ENTRIES, at_once=ENTRIES_AT_ONCE)


def by_guarded_accounts(name: str, sql: str) -> Check:
    """A check whose query takes accounts `%(after)s < id <= %(through)s`."""
    return partial(_in_parts, name=name, sql=sql, keys=GUARDED_ACCOUNTS, at_once=ACCOUNTS_AT_ONCE)


def _in_parts(progress: Progress, *, name: str, sql: str, keys: str, at_once: int) -> Iterator[Difference]:
    first, last = _ends(keys)
    progress.start(last - first + 1)
    for after, through in _parts(keys, at_once):
        yield from differences(name, sql, {"after": after, "through": through})
        progress.advance(min(through, last) - max(after, first - 1))


def _ends(keys: str) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(min(k.id), 1), coalesce(max(k.id), 0) FROM ({keys}) k")
        first, last = cursor.fetchone()
        return first, last


def _parts(keys: str, at_once: int) -> Iterator[tuple[int, int]]:
    """Adjoining ranges from below the first id to above the last."""
    after = -1
    while after < LAST_ID:
        through = _end_of_part(keys, after, at_once)
        yield after, through
        after = through


def _end_of_part(keys: str, after: int, at_once: int) -> int:
    """The id that ends the next part; the greatest possible one where fewer rows than a part are left."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.id FROM ({keys}) k WHERE k.id > %s ORDER BY k.id LIMIT 1 OFFSET %s", [after, at_once - 1]
        )
        row = cursor.fetchone()
        return row[0] if row else LAST_ID
