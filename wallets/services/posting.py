"""Writing entries: the ledger's refusals become the customer's words.

For other apps that keep accounts of their own, `wallets` is the only door to the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from djmoney.money import Money

from wallet_project.core.exceptions import InsufficientFunds
from wallet_project.core.money import from_minor
from wallets.ledger import chart, journal
from wallets.ledger.chart import ChartAccount, system_account
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import BelowFloor
from wallets.ledger.models import LedgerAccount
from wallets.ledger.queries import balance_at, open_guarded_account, open_guarded_accounts

__all__ = [
    "ChartAccount",
    "EntryKind",
    "balance_at",
    "chart",
    "line",
    "open_account",
    "open_accounts",
    "post",
    "post_spread",
    "store_line",
]


def open_account(account: ChartAccount, currency: str) -> LedgerAccount:
    """A new, empty account of this kind for a customer."""
    return open_guarded_account(code=account.code, currency=currency, type_=account.type.value)


def open_accounts(account: ChartAccount, currency: str, *, count: int) -> list[int]:
    """The ids of so many new, empty accounts of this kind."""
    return open_guarded_accounts(code=account.code, currency=currency, type_=account.type.value, count=count)


def line(account_id: int, amount: Money) -> journal.Line:
    return journal.Line(account_id, amount)


def store_line(account: ChartAccount, amount: Money) -> journal.Line:
    """A line on the store's own account of the amount's currency."""
    return journal.Line(system_account(account, str(amount.currency)), amount)


def post(
    *,
    key: str,
    kind: EntryKind,
    lines: list[journal.Line],
    reference: str = "",
    description: str = "",
    actor: str = "",
) -> journal.Posted:
    """Post one entry; lines of zero are left out. Raises `InsufficientFunds` with what is available."""
    entry = journal.Entry(
        key=key,
        kind=kind,
        lines=[one for one in lines if one.amount.amount],
        reference=reference,
        description=description,
        actor=actor,
    )
    try:
        return journal.post_entry(entry)
    except BelowFloor as error:
        raise InsufficientFunds(available=_available(error, lines)) from error


def post_spread(
    *,
    key: str,
    kind: EntryKind,
    currency: str,
    amounts: Mapping[int, int],
    against: ChartAccount,
    reference: str = "",
    description: str = "",
) -> tuple[int, bool]:
    """Post one entry with a line for each of many customers' accounts, `amounts` in minor units, and
    the sum of them on the store's account `against`.

    Answers with the entry's id and whether it was there before. For bulk work: each line costs a
    fraction of an entry of its own. Raises `InsufficientFunds`, `IdempotencyConflict`. Safe to repeat.
    """
    spread = journal.Spread(
        key=key,
        kind=kind,
        currency=currency,
        amounts=amounts,
        against=system_account(against, currency),
        reference=reference,
        description=description,
    )
    try:
        return journal.post_spread(spread)
    except BelowFloor as error:
        raise InsufficientFunds from error


def _available(error: BelowFloor, lines: Sequence[journal.Line]) -> Money | None:
    if error.available is None:
        return None
    currency = next(str(one.amount.currency) for one in lines if one.account_id == error.account_id)
    return from_minor(error.available, currency)
