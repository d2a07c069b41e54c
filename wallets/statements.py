"""A wallet's history: pages of it by key, the whole of it for an export, and one movement in detail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from wallet_project.core.exceptions import NotFound
from wallet_project.core.instants import from_microseconds, to_microseconds
from wallet_project.core.money import from_minor
from wallets.ledger.models import Posting
from wallets.ledger.queries import Cursor, postings_page
from wallets.models import Hold, SavedCard, TopUp, Wallet
from wallets.queries import Movement
from wallets.words import Story

PAGE_SIZE = 25
EXPORT_CHUNK = 500
CURSOR = re.compile(r"([0-9]{1,16})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class StatementFilters:
    """Which movements: of which kinds of entry (none named is all), `since` is included, `until` is
    not, `reference` is an order's number or another reference, whole."""

    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Movements, newest first. `newer` and `older` are cursors of the neighboring pages, empty
    where there is none."""

    movements: tuple[Movement, ...]
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """One of a customer's accounts, and how its postings are told: `with_stories` adds columns to
    them, `movement_of` makes a movement of such a row."""

    account_id: int
    with_stories: Callable[[QuerySet[Posting]], QuerySet[Any]]
    movement_of: Callable[[Any], Movement]


EVERYTHING = StatementFilters()


def statement_page(
    *,
    customer_id: int,
    wallet_id: UUID,
    filters: StatementFilters = EVERYTHING,
    before: Cursor | None = None,
    after: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> StatementPage:
    """A page of the history of a customer's own wallet, older than `before` or newer than `after`.

    Raises `NotFound` for a wallet that is not the customer's, and as `history_page` does.
    """
    history = _own_history(customer_id, wallet_id)
    return history_page(history, filters, before=before, after=after, size=size)


def history_page(
    history: History,
    filters: StatementFilters,
    *,
    before: Cursor | None = None,
    after: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> StatementPage:
    """A page of an account's history, older than `before` or newer than `after`.

    Nothing is counted, and a page of a long history costs as much as one of a short history.
    """
    rows = list(_rows(history, filters, before=before, after=after)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if after is not None:
        if not more:
            return _first_page(history, filters, size)
        rows.reverse()
    return StatementPage(
        movements=tuple(history.movement_of(row) for row in rows),
        newer=_cursor_at(rows[0]) if rows and (before or after) else "",
        older=_cursor_at(rows[-1]) if rows and (more or after) else "",
    )


def _first_page(history: History, filters: StatementFilters, size: int) -> StatementPage:
    """The newest page, full also for someone who comes back to it from an older one."""
    rows = list(_rows(history, filters)[: size + 1])
    older = _cursor_at(rows[size - 1]) if len(rows) > size else ""
    return StatementPage(tuple(history.movement_of(row) for row in rows[:size]), older=older)


def statement_rows(
    *, customer_id: int, wallet_id: UUID, filters: StatementFilters = EVERYTHING
) -> Iterator[list[Movement]]:
    """All movements, newest first, a chunk at a time; holds no more than a chunk in memory.

    Raises `NotFound` as `statement_page` does, on the first step.
    """
    yield from history_rows(_own_history(customer_id, wallet_id), filters)


def history_rows(history: History, filters: StatementFilters) -> Iterator[list[Movement]]:
    """All of an account's history, newest first, a chunk at a time."""
    before: Cursor | None = None
    while True:
        rows = list(_rows(history, filters, before=before)[:EXPORT_CHUNK])
        if rows:
            yield [history.movement_of(row) for row in rows]
        if len(rows) < EXPORT_CHUNK:
            return
        before = Cursor(rows[-1].posted_at, rows[-1].pk)


def read_cursor(text: str) -> Cursor | None:
    """The cursor that `StatementPage` gave; None if this is not one."""
    match = CURSOR.fullmatch(text)
    if match is None:
        return None
    microseconds, posting_id = map(int, match.groups())
    return Cursor(from_microseconds(microseconds), posting_id)


def _cursor_at(row: Any) -> str:
    return f"{to_microseconds(row.posted_at)}-{row.pk}"


def history_of(wallet: Wallet) -> History:
    """The history of a wallet's available money."""
    return History(wallet.available_account_id, with_stories, movement_of)


def _own_history(customer_id: int, wallet_id: UUID) -> History:
    found = Wallet.objects.filter(pk=wallet_id, customer_id=customer_id)
    account_id = found.values_list("available_account_id", flat=True).first()
    if account_id is None:
        raise NotFound(_("wallet"))
    return History(account_id, with_stories, movement_of)


def _rows(history: History, filters: StatementFilters, **cursors: Cursor | None) -> QuerySet[Any]:
    postings = postings_page(history.account_id, **cursors)
    if filters.kinds:
        postings = postings.filter(entry__kind__in=filters.kinds)
    if filters.since is not None:
        postings = postings.filter(posted_at__gte=filters.since)
    if filters.until is not None:
        postings = postings.filter(posted_at__lt=filters.until)
    if filters.reference:
        postings = postings.filter(entry__reference=filters.reference)
    return history.with_stories(postings)


def with_stories(postings: QuerySet[Posting]) -> QuerySet[Any]:
    """The same postings, with what else is needed to say in words what they were."""
    hold = Hold.objects.filter(placed_entry=OuterRef("entry_id"))
    card = TopUp.objects.filter(entry=OuterRef("entry_id"), saved_card__isnull=False)
    shape = JSONObject(brand="saved_card__brand", last4="saved_card__last4")
    return postings.annotate(
        hold_status=Subquery(hold.values("status")[:1]),
        card=Subquery(card.values(shape=shape)[:1]),
    )


def movement_of(row: Any) -> Movement:
    """A posting read `with_stories`, as a movement."""
    entry = row.entry
    return Movement(
        entry_id=row.entry_id,
        posted_at=row.posted_at,
        amount=row.money,
        balance_after=from_minor(row.balance_after or 0, row.currency),
        story=Story(entry.kind, entry.reference, entry.description, row.hold_status or "", _card(row.card)),
    )


def _card(card: dict[str, str] | None) -> str:
    return str(SavedCard(**card)) if card else ""
