"""Reading the ledger: balances now and at any instant, and pages of an account's history by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.ledger.models import LedgerAccount, Posting


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of history ends; opaque to callers."""

    posted_at: datetime
    posting_id: int


def balance_at(*, account_id: int, at: datetime) -> Money:
    """The account's balance at that instant, that instant included. Never scans a history."""
    account = LedgerAccount.objects.only("currency").get(pk=account_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_balance_at(%s, %s)", [account_id, at])
        return from_minor(cursor.fetchone()[0], account.currency)


def open_guarded_account(*, code: str, currency: str, type_: str) -> LedgerAccount:
    """A new, empty account of a customer."""
    return LedgerAccount.objects.create(
        code=code, currency=currency, type=type_, guarded=True, balance=0, floor=0
    )


def postings_page(account_id: int, *, before: Cursor | None = None, after: Cursor | None = None) -> QuerySet[Posting]:
    """An account's postings, newest first, from a cursor on; slice it. Uses the primary key alone."""
    postings = Posting.objects.filter(account_id=account_id).select_related("entry")
    if before is not None:
        postings = postings.filter(
            Q(posted_at__lt=before.posted_at) | Q(posted_at=before.posted_at, id__lt=before.posting_id),
            posted_at__lte=before.posted_at,
        )
    if after is not None:
        postings = postings.filter(
            Q(posted_at__gt=after.posted_at) | Q(posted_at=after.posted_at, id__gt=after.posting_id),
            posted_at__gte=after.posted_at,
        )
        return postings.order_by("posted_at", "id")
    return postings.order_by("-posted_at", "-id")
