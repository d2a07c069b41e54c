"""Writing a wallet's entries: the ledger's refusals become the wallet's words."""

from __future__ import annotations

from djmoney.money import Money

from wallet_project.core.exceptions import InsufficientFunds
from wallet_project.core.money import from_minor
from wallets.ledger import chart, journal
from wallets.ledger.chart import ChartAccount, system_account
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import BelowFloor
from wallets.models import Wallet

__all__ = ["ChartAccount", "EntryKind", "chart", "line", "post", "store_line"]


def line(account_id: int, amount: Money) -> journal.Line:
    return journal.Line(account_id, amount)


def store_line(account: ChartAccount, amount: Money) -> journal.Line:
    """A line on the store's own account of the amount's currency."""
    return journal.Line(system_account(account, str(amount.currency)), amount)


def post(
    wallet: Wallet,
    *,
    key: str,
    kind: EntryKind,
    lines: list[journal.Line],
    reference: str = "",
    description: str = "",
    actor: str = "",
) -> journal.Posted:
    """Post one entry of a wallet; lines of zero are left out. Raises `InsufficientFunds`."""
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
        available = None if error.available is None else from_minor(error.available, wallet.currency)
        raise InsufficientFunds(available=available) from error
