"""The one way into the ledger: a thin typed face over the database's own posting functions.

Amounts go in as `Money`; a credit is positive. Every call must be part of the caller's
transaction and is safe to repeat: the same key with the same content answers with the first
entry, with other content it raises `IdempotencyConflict`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, connection
from djmoney.money import Money

from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import to_minor
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import AppendOnly, BelowFloor, LedgerError, MalformedEntry
from wallets.ledger.models import JournalEntry

# An entry with more lines than this is written quicker set by set than row by row.
FEW_LINES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A posting to be: so much on that account."""

    account_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry to be. `key` makes it safe to repeat; `reference` is what a person searches by
    (an order number, say); `description` is in words for the customer."""

    key: str
    kind: EntryKind
    lines: Sequence[Line]
    reference: str = ""
    description: str = ""
    actor: str = ""
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What the ledger answered: `balances` by account id, minor units, guarded accounts only."""

    entry_id: int
    replayed: bool
    posted_at: datetime
    balances: dict[int, int] = field(default_factory=dict)


def post_entry(entry: Entry) -> Posted:
    """Post one entry. Raises `BelowFloor`, `MalformedEntry`, `IdempotencyConflict`, `AmountError`."""
    require_transaction()
    if len(entry.lines) > FEW_LINES and entry.reverses is None:
        return _post_set([entry])[0]
    lines = _in_order(entry.lines)
    with _translated(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM ledger_post_entry(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                entry.key,
                entry.kind.value,
                entry.reference,
                entry.description,
                entry.actor,
                entry.reverses,
                _numbers([line[0] for line in lines]),
                _texts([line[1] for line in lines]),
                _numbers([line[2] for line in lines]),
            ],
        )
        entry_id, posted_at, replayed, balances = cursor.fetchone()
    return Posted(entry_id, replayed, posted_at, _known(lines, balances))


def post_entries(entries: Sequence[Entry]) -> list[Posted]:
    """Post many entries in one round trip, all or nothing; answers in the order given.

    Raises as `post_entry` does. Reversals are posted one by one, with `reverse_entry`.
    """
    if len(entries) == 1:
        return [post_entry(entries[0])]
    require_transaction()
    if not entries:
        return []
    if any(entry.reverses for entry in entries):
        raise MalformedEntry("Reversals are posted one by one.", rule="reversal_negates_its_entry")
    return _post_set(entries)


def _post_set(entries: Sequence[Entry]) -> list[Posted]:
    lines = [_in_order(entry.lines) for entry in entries]
    flat = [line for of_entry in lines for line in of_entry]
    with _translated(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM ledger_post_entries(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                _texts([entry.key for entry in entries]),
                _texts([entry.kind.value for entry in entries]),
                _texts([entry.reference for entry in entries]),
                _texts([entry.description for entry in entries]),
                _texts([entry.actor for entry in entries]),
                _numbers([number for number, of_entry in enumerate(lines, start=1) for _ in of_entry]),
                _numbers([line[0] for line in flat]),
                _texts([line[1] for line in flat]),
                _numbers([line[2] for line in flat]),
            ],
        )
        ids, posted_at, before, balances = cursor.fetchone()
    answers, start = [], 0
    for entry_id, earlier, of_entry in zip(ids, before, lines, strict=True):
        after = _known(of_entry, balances[start : start + len(of_entry)])
        answers.append(Posted(entry_id, earlier is not None, earlier or posted_at, after))
        start += len(of_entry)
    return answers


def reverse_entry(*, entry_id: int, key: str, description: str = "", actor: str = "") -> Posted:
    """Post the exact negation of an entry, linked to it; an entry can be reversed once.

    Raises `LedgerError` if it was reversed before under another key, `BelowFloor` if a customer's
    account no longer has the money. Safe to repeat with the same key.
    """
    original = JournalEntry.objects.prefetch_related("postings").get(pk=entry_id)
    lines = [Line(posting.account_id, -posting.money) for posting in original.postings.all()]
    return post_entry(
        Entry(
            key=key,
            kind=EntryKind.REVERSAL,
            lines=lines,
            reference=original.reference,
            description=description,
            actor=actor,
            reverses=entry_id,
        )
    )


def _in_order(lines: Sequence[Line]) -> list[tuple[int, str, int]]:
    """Account, currency and minor units of each line, by ascending account."""
    return sorted((line.account_id, line.amount.currency.code, to_minor(line.amount)) for line in lines)


def _known(lines: Sequence[tuple[int, str, int]], balances: Sequence[int | None]) -> dict[int, int]:
    return {line[0]: balance for line, balance in zip(lines, balances, strict=True) if balance is not None}


def _numbers(values: Sequence[int]) -> str:
    """A PostgreSQL array literal; far cheaper to send and parse than an SQL ARRAY[…] of thousands."""
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: Sequence[str]) -> str:
    return "{" + ",".join(map(_quoted, values)) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the database's refusals into this project's errors, each by its own code."""
    try:
        yield
    except DatabaseError as error:
        known = _known_error(error)
        if known is None:
            raise
        raise known from error


def _known_error(error: DatabaseError) -> LedgerError | IdempotencyConflict | None:
    cause = error.__cause__
    diagnostics = getattr(cause, "diag", None)
    state, rule = getattr(cause, "pgcode", ""), getattr(diagnostics, "constraint_name", None) or ""
    detail = getattr(diagnostics, "message_detail", None) or ""
    message = getattr(diagnostics, "message_primary", None) or ""
    if state == "LG005":
        account, available = detail.split()
        return BelowFloor(account_id=int(account), available=int(available))
    if rule == "guarded_balance_is_not_below_floor":
        return BelowFloor(account_id=None, available=None)
    if state == "LG004":
        return IdempotencyConflict(detail)
    if state in {"LG001", "LG002"}:
        return AppendOnly(message)
    if state == "LG003" or rule in KNOWN_RULES:
        return MalformedEntry(message, rule=rule)
    return None


KNOWN_RULES = frozenset(
    {
        "entry_is_reversed_once",
        "entry_key_is_not_empty",
        "entry_kind_is_known",
        "posting_has_its_accounts_currency",
        "posting_moves_something",
    }
)

__all__ = ["Entry", "Line", "Posted", "post_entries", "post_entry", "reverse_entry"]
