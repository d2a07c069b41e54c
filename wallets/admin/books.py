"""The kinds of stored value that customers have in the ledger, and whose each account is.

Wallets are one such book; an app above that keeps accounts of its own registers another, and the lists
of movements, the search of the ledger and the pages of entries and accounts know its customers too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wallets.ledger import chart
from wallets.models import Adjustment, Hold, TopUp, Wallet
from wallets.statements import with_stories

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account it is; `tab` is the name of the page that shows it."""

    customer: Any
    tab: str

    @property
    def link(self) -> str:
        return reverse(f"admin:{self.tab}", args=[self.customer.pk])


def _no_entries(uuid: UUID) -> Iterable[int | None]:
    return ()


@dataclass(frozen=True, slots=True)
class Book:
    """One kind of stored value.

    `model` has `customer`, `currency`, `available_account` and whatever else `accounts` names. `codes`
    are the codes of its available accounts. `stories` adds to postings what is needed to say in words
    what they were. `key_words` start the keys of its entries, and `entries_of` finds the entries of a
    row of its app by the row's id.
    """

    name: str
    title: StrOrPromise
    permission: str
    tab: str
    model: type[Any]
    accounts: tuple[str, ...]
    codes: tuple[str, ...]
    key_words: tuple[str, ...]
    more_currencies: tuple[str, ...] = ()
    stories: Callable[[QuerySet[Any]], QuerySet[Any]] = with_stories
    entries_of: Callable[[UUID], Iterable[int | None]] = _no_entries

    @property
    def currencies(self) -> tuple[str, ...]:
        return (*settings.CURRENCIES, *self.more_currencies)

    @property
    def tab_url(self) -> str:
        return f"admin:{self.tab}"

    def accounts_where(self, wanted: Q, *, most: int) -> list[int]:
        """The accounts of the first rows that match."""
        rows = self.model.objects.filter(wanted).order_by("pk")
        return [pk for row in rows.values_list(*self.accounts)[:most] for pk in row]

    def owners(self, accounts: Iterable[int]) -> dict[int, Owner]:
        """Whose they are, by the account's id; those of other books are left out. One query."""
        ids, concerned = set(accounts), Q()
        for name in self.accounts:
            concerned |= Q(**{f"{name}_id__in": ids})
        found = {}
        for row in self.model.objects.filter(concerned).select_related("customer"):
            owner = Owner(row.customer, self.tab)
            found.update({getattr(row, f"{name}_id"): owner for name in self.accounts})
        return found


def _entries_of_wallets(uuid: UUID) -> Iterable[int | None]:
    """Of the hold, top-up, adjustment or payment with this id."""
    payment_keys = [f"{word}:{uuid}" for word in ("payment", "tender")]
    holds = Hold.objects.filter(Q(pk=uuid) | Q(key__in=[str(uuid), *payment_keys]))
    for placed, closed in holds.values_list("placed_entry", "closed_entry")[:500]:
        yield from (placed, closed)
    yield from TopUp.objects.filter(pk=uuid).values_list("entry", flat=True)
    yield from Adjustment.objects.filter(pk=uuid).values_list("entry", flat=True)


WALLETS = Book(
    name="wallets",
    title=_("Wallets"),
    permission="wallets.view_wallet",
    tab="customer_wallet",
    model=Wallet,
    accounts=("available_account", "held_account"),
    codes=(chart.CUSTOMER_AVAILABLE.code,),
    key_words=(
        "adjustment",
        "hold",
        "hold_captured",
        "hold_released",
        "order_paid",
        "order_paid:tender",
        "rescue",
        "return_won",
        "returned",
        "reversal",
        "top_up",
    ),
    entries_of=_entries_of_wallets,
)
_books: list[Book] = [WALLETS]


def register_book(book: Book) -> None:
    """Add a kind of stored value. Call it when the app's `admin` is loaded."""
    _books.append(book)


def books() -> Sequence[Book]:
    return tuple(_books)


def book_named(name: str) -> Book:
    """The book of this name; that of the wallets for a name that there is not."""
    return next((book for book in _books if book.name == name), WALLETS)


def owners_of(accounts: Iterable[int]) -> dict[int, Owner]:
    """Whose customers' accounts are, in all books; one query a book."""
    ids = set(accounts)
    found: dict[int, Owner] = {}
    for book in _books:
        if left := ids - found.keys():
            found.update(book.owners(left))
    return found
