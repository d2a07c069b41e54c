"""The one way into the ledger: a thin typed face over the database's own posting functions.

Amounts go in as `Money`; a credit is positive. Every call must be part of the caller's
transaction and is safe to repeat: the same key with the same content answers with the first
entry, with other content it raises `IdempotencyConflict`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from djmoney.money import Money

from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.instants import from_microseconds
from wallet_project.core.money import to_minor
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import AppendOnly, BelowFloor, LedgerError, MalformedEntry
from wallets.ledger.models import JournalEntry

# An entry with more lines than this is written quicker set by set than row by row.
FEW_LINES = 20
POST_ENTRY = "SELECT ledger_post_entry(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
POST_ENTRIES = "SELECT {} FROM ledger_post_entries(%s, %s, %s, %s, %s, %s, %s, %s, %s)"

by_account = attrgetter("account_id")


class Line(NamedTuple):
    """A posting to be: so much on that account."""

    account_id: int
    amount: Money


class Entry(NamedTuple):
    """An entry to be. `key` makes it safe to repeat; `reference` is what a person searches by
    (an order number, say); `description` is in words for the customer."""

    key: str
    kind: EntryKind
    lines: Sequence[Line]
    reference: str = ""
    description: str = ""
    actor: str = ""
    reverses: int | None = None


class Posted(NamedTuple):
    """What the ledger answered: `balances` by account id, minor units, guarded accounts only."""

    entry_id: int
    replayed: bool
    posted_at: datetime
    balances: dict[int, int]


def post_entry(entry: Entry) -> Posted:
    """Post one entry. Raises `BelowFloor`, `MalformedEntry`, `IdempotencyConflict`, `AmountError`."""
    database = require_transaction()
    if len(entry.lines) > FEW_LINES and entry.reverses is None:
        return _post_set([entry])[0]
    lines = _flat([entry])
    parameters = [
        entry.key,
        entry.kind.value,
        entry.reference,
        entry.description,
        entry.actor,
        entry.reverses,
        _numbers(lines.accounts),
        _texts(lines.currencies),
        _numbers(lines.amounts),
    ]
    entry_id, replayed, microseconds, *balances = _ask(database, POST_ENTRY, parameters)[0]
    after = zip(lines.accounts, balances, strict=True)
    return Posted(
        entry_id,
        replayed=bool(replayed),
        posted_at=from_microseconds(microseconds),
        balances={key: value for key, value in after if value is not None},
    )


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


class Spread(NamedTuple):
    """An entry of many customers' lines against one account of the store: `amounts` are minor units
    by account, all in `currency`; what they sum to is taken from `against`."""

    key: str
    kind: EntryKind
    currency: str
    amounts: Mapping[int, int]
    against: int
    reference: str = ""
    description: str = ""
    actor: str = ""


def post_spread(spread: Spread) -> tuple[int, bool]:
    """Post one entry with thousands of lines, without an object for each; answers with its id and
    whether it was there before. Raises as `post_entry` does."""
    require_transaction()
    amounts = {**spread.amounts, spread.against: -sum(spread.amounts.values())}
    accounts = sorted(amounts)
    lines = _Lines(
        entry_of=[1] * len(accounts),
        accounts=accounts,
        currencies=[spread.currency] * len(accounts),
        amounts=[amounts[account] for account in accounts],
    )
    ids, _posted_at, before = _call(
        "entry_ids, posted_at, posted_before",
        [Entry(spread.key, spread.kind, (), spread.reference, spread.description, spread.actor)],
        lines,
    )
    return ids[0], before[0] is not None


def _post_set(entries: Sequence[Entry]) -> list[Posted]:
    lines = _flat(entries)
    ids, posted_at, before, balances = _call("*", entries, lines)
    after: list[dict[int, int]] = [{} for _ in entries]
    for number, account, balance in zip(lines.entry_of, lines.accounts, balances, strict=True):
        if balance is not None:
            after[number - 1][account] = balance
    return [
        Posted(entry_id, earlier is not None, earlier or posted_at, known)
        for entry_id, earlier, known in zip(ids, before, after, strict=True)
    ]


def _call(answer: str, entries: Sequence[Entry], lines: _Lines) -> Any:
    """Call the writer for many entries; answers with these of its columns."""
    parameters = [
        _texts([entry.key for entry in entries]),
        _texts([entry.kind.value for entry in entries]),
        _texts([entry.reference for entry in entries]),
        _texts([entry.description for entry in entries]),
        _texts([entry.actor for entry in entries]),
        _numbers(lines.entry_of),
        _numbers(lines.accounts),
        _texts(lines.currencies),
        _numbers(lines.amounts),
    ]
    return _ask(connection, POST_ENTRIES.format(answer), parameters)


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


@dataclass(slots=True)
class _Lines:
    """Lines column by column, as the database takes them; the n-th entry is number n."""

    entry_of: list[int] = field(default_factory=list)
    accounts: list[int] = field(default_factory=list)
    currencies: list[str] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)


def _flat(entries: Sequence[Entry]) -> _Lines:
    """The lines of all entries, those of each by ascending account, in minor units."""
    flat = _Lines()
    for number, entry in enumerate(entries, start=1):
        for line in sorted(entry.lines, key=by_account):
            flat.entry_of.append(number)
            flat.accounts.append(line.account_id)
            flat.currencies.append(line.amount.currency.code)
            flat.amounts.append(to_minor(line.amount))
    return flat


def _numbers(values: Sequence[int]) -> str:
    """A PostgreSQL array literal; far cheaper to send and parse than an SQL ARRAY[…] of thousands."""
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: Sequence[str]) -> str:
    joined = '","'.join(values)
    if joined.count('"') != 2 * (len(values) - 1) or "\\" in joined:
        joined = '","'.join(value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return '{"' + joined + '"}' if values else "{}"


def _ask(database: Any, statement: str, parameters: Sequence[Any]) -> Any:
    """The one row of the database's answer. Its refusals become this project's errors, each by its code."""
    try:
        return database.ask(statement, parameters)
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

__all__ = [
    "Entry",
    "Line",
    "Posted",
    "Spread",
    "post_entries",
    "post_entry",
    "post_spread",
    "reverse_entry",
]
