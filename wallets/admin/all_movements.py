"""Every customer's movements in one book, newest first: pages by key, totals of a span of days, rows to
export."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from djmoney.money import Money

from wallet_project.core.admin_tools import start_of
from wallet_project.core.money import from_minor, to_minor
from wallets.admin.books import WALLETS, Book
from wallets.ledger.models import Posting
from wallets.ledger.queries import postings_page
from wallets.queries import Movement
from wallets.statements import movement_of

PAGE_SIZE = 50
CHUNK = 500
# A total reads every row that it adds up; a quarter of a year is read in a moment.
LONGEST_TOTAL = timedelta(days=92)
KEY = re.compile(r"([0-9]{1,18})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ends: an entry posts to an account once."""

    entry_id: int
    account_id: int

    def __str__(self) -> str:
        return f"{self.entry_id}-{self.account_id}"


@dataclass(frozen=True, slots=True)
class MovementFilters:
    """Which movements of `book`; `accounts` are those of the customers that were searched for, None for all.

    `least` and `most` are compared with the amount without its sign.
    """

    currency: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    accounts: tuple[int, ...] | None = None
    least: Money | None = None
    most: Money | None = None
    book: Book = WALLETS

    @property
    def can_be_totaled(self) -> bool:
        return bool(self.first and self.last and self.last - self.first < LONGEST_TOTAL)


@dataclass(frozen=True, slots=True)
class CustomerMovement:
    """A movement, and the row of the book that it was on: whose it is, in which currency."""

    movement: Movement
    wallet: Any
    actor: str


@dataclass(frozen=True, slots=True)
class MovementPage:
    """`newer` and `older` are keys of the neighboring pages, empty where there is none."""

    rows: Sequence[CustomerMovement]
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class MovementTotal:
    """What came in and went out in one currency."""

    credits: Money
    debits: Money

    @property
    def net(self) -> Money:
        return self.credits + self.debits


def read_key(text: str) -> Key | None:
    """The key that a page gave; None if this is not one."""
    match = KEY.fullmatch(text)
    return Key(*map(int, match.groups())) if match else None


def movement_page(
    filters: MovementFilters, *, before: Key | None = None, after: Key | None = None, size: int = PAGE_SIZE
) -> MovementPage:
    """A page of movements, older than `before` or newer than `after`. Counts nothing."""
    found = _rows(filters, before=before, after=after)[: size + 1]
    postings = list(found)
    more, postings = len(postings) > size, postings[:size]
    if after is not None:
        postings.reverse()
    if not postings:
        return MovementPage(())
    has_newer = more if after else before is not None
    has_older = True if after else more
    return MovementPage(
        rows=_with_customers(filters.book, postings),
        newer=str(_key_of(postings[0])) if has_newer else "",
        older=str(_key_of(postings[-1])) if has_older else "",
    )


def newest_movements(book: Book, account_id: int, *, size: int) -> list[Movement]:
    """The last movements of one account of a book; costs the same however long its history is."""
    return [movement_of(row) for row in book.stories(postings_page(account_id))[:size]]


def movement_rows(filters: MovementFilters) -> Iterator[Sequence[CustomerMovement]]:
    """All movements, newest first, a chunk at a time; holds no more than a chunk in memory."""
    before: Key | None = None
    while True:
        postings = list(_rows(filters, before=before)[:CHUNK])
        if postings:
            yield _with_customers(filters.book, postings)
        if len(postings) < CHUNK:
            return
        before = _key_of(postings[-1])


def movement_totals(filters: MovementFilters) -> list[MovementTotal]:
    """Credits and debits per currency. Only for filters that `can_be_totaled`."""
    if not filters.can_be_totaled:
        raise ValueError("Totals need a first and a last day that are not too far apart.")
    sums = _filtered(filters).order_by("currency").values("currency")
    credits_, debits = Sum("amount", filter=Q(amount__gt=0)), Sum("amount", filter=Q(amount__lt=0))
    return [
        MovementTotal(
            credits=from_minor(int(row["credits"] or 0), row["currency"]),
            debits=from_minor(int(row["debits"] or 0), row["currency"]),
        )
        for row in sums.annotate(credits=credits_, debits=debits)
    ]


def _filtered(filters: MovementFilters) -> QuerySet[Posting]:
    postings = Posting.objects.filter(account__code__in=filters.book.codes)
    if filters.accounts is not None:
        postings = postings.filter(account_id__in=filters.accounts)
    if filters.currency:
        postings = postings.filter(currency=filters.currency)
    if filters.kind:
        postings = postings.filter(entry__kind=filters.kind)
    # The entry's time has an index, the posting's is the same and narrows the join.
    if filters.first:
        begin = start_of(filters.first)
        postings = postings.filter(entry__posted_at__gte=begin, posted_at__gte=begin)
    if filters.last:
        end = start_of(filters.last + timedelta(days=1))
        postings = postings.filter(entry__posted_at__lt=end, posted_at__lt=end)
    return postings.filter(_amounts(filters))


def _amounts(filters: MovementFilters) -> Q:
    wanted = Q()
    if filters.least is not None:
        least = to_minor(filters.least)
        wanted &= Q(amount__gte=least) | Q(amount__lte=-least)
    if filters.most is not None:
        most = to_minor(filters.most)
        wanted &= Q(amount__gte=-most, amount__lte=most)
    return wanted


def _rows(filters: MovementFilters, *, before: Key | None = None, after: Key | None = None) -> QuerySet[Any]:
    postings = _filtered(filters).select_related("entry")
    if before is not None:
        older = Q(entry_id__lt=before.entry_id) | Q(
            entry_id=before.entry_id, account_id__lt=before.account_id
        )
        postings = postings.filter(older, entry_id__lte=before.entry_id)
    if after is not None:
        newer = Q(entry_id__gt=after.entry_id) | Q(entry_id=after.entry_id, account_id__gt=after.account_id)
        postings = postings.filter(newer, entry_id__gte=after.entry_id)
        return filters.book.stories(postings.order_by("entry_id", "account_id"))
    return filters.book.stories(postings.order_by("-entry_id", "-account_id"))


def _key_of(posting: Posting) -> Key:
    return Key(posting.entry_id, posting.account_id)


def _with_customers(book: Book, postings: Sequence[Any]) -> list[CustomerMovement]:
    accounts = {posting.account_id for posting in postings}
    found = book.model.objects.filter(available_account_id__in=accounts).select_related("customer")
    wallets = {wallet.available_account_id: wallet for wallet in found}
    return [
        CustomerMovement(movement_of(posting), wallets[posting.account_id], posting.entry.actor)
        for posting in postings
        if posting.account_id in wallets
    ]
