"""Reading the ledger: balances now and at any instant, and pages of an account's history by key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.ledger.enums import AccountType
from wallets.ledger.models import LedgerAccount, Posting


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of history ends; opaque to callers."""

    posted_at: datetime
    posting_id: int


@dataclass(frozen=True, slots=True)
class Total:
    """What all accounts of one code hold together, in one currency; a credit is positive."""

    code: str
    type: AccountType
    balance: Money
    accounts: int


@contextmanager
def snapshot() -> Iterator[None]:
    """A read-only transaction in which every query sees the same instant of a ledger in use."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def balance_at(*, account_id: int, at: datetime) -> Money:
    """The account's balance at that instant, that instant included. Never scans a history."""
    account = LedgerAccount.objects.only("currency").get(pk=account_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_balance_at(%s, %s)", [account_id, at])
        return from_minor(cursor.fetchone()[0], account.currency)


TOTALS = """
    SELECT a.code, a.type, a.currency, sum(CASE WHEN %(at)s::timestamptz IS NULL AND a.guarded THEN a.balance
        ELSE ledger_balance_at(a.id, coalesce(%(at)s::timestamptz, 'infinity')) END), count(*)
    FROM ledger_account a WHERE a.type = ANY (%(types)s)
    GROUP BY a.code, a.type, a.currency ORDER BY a.currency, min(a.id), a.code
"""


def trial_balance(*, at: datetime | None = None) -> list[Total]:
    """The total of every kind of account per currency, now or at that instant; each currency sums to zero."""
    return _totals(list(AccountType), at)


def liability(*, at: datetime | None = None) -> list[Total]:
    """What the store owes its customers, per currency and kind of account, now or at that instant."""
    return _totals([AccountType.LIABILITY], at)


def _totals(types: list[AccountType], at: datetime | None) -> list[Total]:
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, {"types": [type_.value for type_ in types], "at": at})
        return [
            Total(code, AccountType(type_), from_minor(int(minor), currency), accounts)
            for code, type_, currency, minor, accounts in cursor.fetchall()
        ]


def open_guarded_account(*, code: str, currency: str, type_: str) -> LedgerAccount:
    """A new, empty account of a customer."""
    return LedgerAccount.objects.create(
        code=code, currency=currency, type=type_, guarded=True, balance=0, floor=0
    )


def open_guarded_accounts(*, code: str, currency: str, type_: str, count: int) -> list[int]:
    """The ids of so many new, empty accounts of customers, opened by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account (code, currency, type, guarded, balance)"
            " SELECT %s, %s, %s, true, 0 FROM generate_series(1, %s) RETURNING id",
            [code, currency, type_, count],
        )
        return [account for (account,) in cursor.fetchall()]


def postings_page(
    account_id: int, *, before: Cursor | None = None, after: Cursor | None = None
) -> QuerySet[Posting]:
    """An account's postings, newest first, from a cursor on; slice it. Uses the primary key alone.

    With `after` they come oldest first: the page that precedes, to be turned round.
    """
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
