"""Beancount: an independent tool that adds everything up again.

Beancount counts debits positive, so each sign is turned. Every ledger account is one Beancount
account. The balances it is asked to find at the end are not added up from the lines above them:
they are what the ledger says they were at the end of the period.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from wallets.ledger.enums import AccountType
from wallets.ledger.export.plain import plain
from wallets.ledger.export.reading import (
    ExportedAccount,
    ExportedEntry,
    ExportedPosting,
    Period,
    accounts,
    entries,
    last_posted_at,
)

ROOTS = {
    AccountType.ASSET: "Assets",
    AccountType.LIABILITY: "Liabilities",
    AccountType.EQUITY: "Equity",
    AccountType.INCOME: "Income",
    AccountType.EXPENSE: "Expenses",
}
OPENING = "Equity:OpeningBalances"
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": " "})


def beancount_text(period: Period) -> Iterator[tuple[str, int]]:
    """Beancount in pieces of text, each with the number of entries it completes."""
    last = last_posted_at(period) or period.since
    yield 'option "title" "Store ledger"\n\n', 0
    yield from ((piece, 0) for piece in _openings(period))
    for entry in entries(period):
        yield _transaction(entry), 1
    yield from ((piece, 0) for piece in _closings(period, _day(last) + timedelta(days=1)))


def account_name(account: ExportedAccount | ExportedPosting, account_id: int) -> str:
    """`Liabilities:CustomerAvailable:A1000001` for a customer, `Assets:GatewayClearing:EUR` for the store."""
    leaf = f"A{account_id}" if account.guarded else account.currency
    return f"{ROOTS[AccountType(account.type)]}:{_camel(account.code)}:{leaf}"


def quoted(text: str) -> str:
    """A Beancount string; control characters become spaces."""
    escaped = text.translate(ESCAPES)
    return '"' + "".join(" " if ord(letter) < 32 else letter for letter in escaped) + '"'


def _openings(period: Period) -> Iterator[str]:
    """`open` for each account, and what it held before the period."""
    currencies: set[str] = set()
    for account in accounts(period):
        day = _day(period.since if account.opening else account.first_moved_at or period.since)
        name = account_name(account, account.id)
        yield f'{day} open {name} {account.currency}\n  id: "{account.id}"\n'
        if account.opening:
            if account.currency not in currencies:
                currencies.add(account.currency)
                yield f"{day} open {OPENING}:{account.currency} {account.currency}\n"
            yield f'{day} * "Opening balance"\n{_leg(name, -account.opening, account.currency)}'
            yield _leg(f"{OPENING}:{account.currency}", account.opening, account.currency)
    yield "\n"


def _closings(period: Period, day: date) -> Iterator[str]:
    """What Beancount must have found by then, to the last decimal."""
    for account in accounts(period):
        name = account_name(account, account.id)
        yield f"{day} balance {name}  {plain(-account.closing)} ~ 0 {account.currency}\n"


def _transaction(entry: ExportedEntry) -> str:
    lines = [f"{_day(entry.posted_at)} * {quoted(entry.description or entry.kind)}\n"]
    lines += [f"  {name}: {quoted(value)}\n" for name, value in _metadata(entry) if value]
    lines += [
        _leg(account_name(posting, posting.account_id), -posting.amount, posting.currency)
        for posting in entry.postings
    ]
    return "".join(lines) + "\n"


def _metadata(entry: ExportedEntry) -> Iterator[tuple[str, str]]:
    yield "id", str(entry.id)
    yield "key", entry.key
    yield "kind", entry.kind
    yield "reference", entry.reference
    yield "actor", entry.actor
    yield "reverses", str(entry.reverses or "")
    yield "posted-at", entry.posted_at.isoformat()


def _leg(name: str, amount: Decimal, currency: str) -> str:
    return f"  {name}  {plain(amount)} {currency}\n"


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def _camel(code: str) -> str:
    return "".join(word.capitalize() for word in code.split("_"))
