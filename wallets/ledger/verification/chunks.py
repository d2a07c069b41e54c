"""Going through large tables by key, a part at a time, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db import connection

from wallets.ledger.verification.registry import Check, Difference, Progress, differences

LAST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where the keys come from: the first and last of them, and the one that ends the next part."""

    ends: str
    end_of_part: str
    at_once: int


ENTRIES = Source(
    ends="SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM ledger_entry",
    end_of_part="SELECT id FROM ledger_entry WHERE id > %s ORDER BY id LIMIT 1 OFFSET %s",
    at_once=20_000,
)
GUARDED_ACCOUNTS = Source(
    ends="SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM ledger_account WHERE guarded",
    end_of_part="SELECT id FROM ledger_account WHERE guarded AND id > %s ORDER BY id LIMIT 1 OFFSET %s",
    at_once=500,
)


def by_entries(name: str, sql: str) -> Check:
    """A check whose query takes entries `%(after)s < id <= %(through)s`. Every id is in some part."""
    return partial(_in_parts, name=name, sql=sql, source=ENTRIES)


def by_guarded_accounts(name: str, sql: str) -> Check:
    """A check whose query takes accounts `%(after)s < id <= %(through)s`."""
    return partial(_in_parts, name=name, sql=sql, source=GUARDED_ACCOUNTS)


def _in_parts(progress: Progress, *, name: str, sql: str, source: Source) -> Iterator[Difference]:
    first, last = _ends(source)
    progress.start(last - first + 1)
    for after, through in _parts(source):
        yield from differences(name, sql, {"after": after, "through": through})
        progress.advance(min(through, last) - max(after, first - 1))


def _ends(source: Source) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(source.ends)
        first, last = cursor.fetchone()
        return first, last


def _parts(source: Source) -> Iterator[tuple[int, int]]:
    """Adjoining ranges from below the first id to above the last."""
    after = -LAST_ID
    while after < LAST_ID:
        through = _end_of_part(source, after)
        yield after, through
        after = through


def _end_of_part(source: Source, after: int) -> int:
    """The id that ends the next part; the greatest possible one where less than a part is left."""
    with connection.cursor() as cursor:
        cursor.execute(source.end_of_part, [after, source.at_once - 1])
        row = cursor.fetchone()
        return row[0] if row else LAST_ID
