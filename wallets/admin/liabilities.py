"""What the store owes its customers, each kind of stored value in a table of its own.

Wallet money is one kind; an app above that keeps accounts of its own registers another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.admin.books import WALLETS, Book
from wallets.ledger import chart
from wallets.ledger.models import LedgerAccount

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Minor units by currency and account code.
Balances = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount under the title of its column."""

    title: StrOrPromise
    amount: Money


@dataclass(frozen=True, slots=True)
class Owed:
    """What the store owes in one currency; `note` says more about the total."""

    cells: Sequence[Cell]
    total: Money
    note: str


def _no_note(total: Money) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Liability:
    """A table: for each currency the balances of the accounts of `columns`, by code, with their titles.
    `note` says more about a total."""

    title: StrOrPromise
    explanation: StrOrPromise
    book: Book
    columns: Mapping[str, StrOrPromise]
    note: Callable[[Money], str] = _no_note


@dataclass(frozen=True, slots=True)
class LiabilityTable:
    """A liability with its figures."""

    liability: Liability
    rows: Sequence[Owed]


MONEY = Liability(
    title=_("Money in wallets"),
    explanation=_("Paid in or credited; spendable in full."),
    book=WALLETS,
    columns={
        chart.CUSTOMER_AVAILABLE.code: _("Available"),
        chart.CUSTOMER_HELD.code: _("Held"),
    },
)
_liabilities: list[Liability] = [MONEY]


def register_liability(liability: Liability) -> None:
    """Add a table behind those that are there. Call it when the app's `admin` is loaded."""
    _liabilities.append(liability)


def liability_tables(request: HttpRequest) -> list[LiabilityTable]:
    """The tables of what the staff member may view, read in one query; none if there is nothing."""
    allowed = [one for one in _liabilities if request.user.has_perm(one.book.permission)]
    if not allowed:
        return []
    balances = _balances([code for one in allowed for code in one.columns])
    return [LiabilityTable(one, _rows(one, balances)) for one in allowed]


def _balances(codes: Sequence[str]) -> dict[tuple[str, str], int]:
    rows: Any = LedgerAccount.objects.filter(guarded=True, code__in=codes).order_by()
    sums = rows.values_list("currency", "code").annotate(total=Sum("balance"))
    return {(currency, code): int(total or 0) for currency, code, total in sums}


def _rows(liability: Liability, balances: Balances) -> list[Owed]:
    currencies = sorted({currency for currency, code in balances if code in liability.columns})
    return [_row(liability, currency, balances) for currency in currencies]


def _row(liability: Liability, currency: str, balances: Balances) -> Owed:
    minors = {code: balances.get((currency, code), 0) for code in liability.columns}
    cells = [Cell(title, from_minor(minors[code], currency)) for code, title in liability.columns.items()]
    total = from_minor(sum(minors.values()), currency)
    return Owed(cells, total, liability.note(total))
