"""Opening accounts, posting, and breaking the ledger on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from django.db import connection, transaction
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.ledger import chart, journal, queries, verification
from wallets.ledger.enums import EntryKind
from wallets.ledger.models import JournalEntry, LedgerAccount, Posting


def money(amount: str | int, currency: str = "EUR") -> Money:
    return Money(amount, currency)


def clearing(currency: str = "EUR") -> int:
    return chart.system_account(chart.GATEWAY_CLEARING, currency)


def sales(currency: str = "EUR") -> int:
    return chart.system_account(chart.SALES, currency)


def open_account(currency: str = "EUR", *, minor: int = 0) -> int:
    """A customer's account, topped up with so many minor units."""
    account = queries.open_guarded_account(code="customer_available", currency=currency, type_="liability")
    if minor:
        post(f"first top-up of {account.pk}", {account.pk: minor, clearing(currency): -minor}, currency)
    return account.pk


def lines(amounts: dict[int, int], currency: str = "EUR") -> list[journal.Line]:
    """Lines from minor units by account."""
    return [journal.Line(account, from_minor(minor, currency)) for account, minor in amounts.items()]


def entry(key: str, amounts: dict[int, int], currency: str = "EUR", **more: Any) -> journal.Entry:
    return journal.Entry(**{"key": key, "kind": EntryKind.TOP_UP, "lines": lines(amounts, currency), **more})


def post(key: str, amounts: dict[int, int], currency: str = "EUR", **more: Any) -> journal.Posted:
    with transaction.atomic():
        return journal.post_entry(entry(key, amounts, currency, **more))


def post_many(*entries: journal.Entry) -> list[journal.Posted]:
    with transaction.atomic():
        return journal.post_entries(entries)


def balance(account: int) -> int:
    return LedgerAccount.objects.get(pk=account).balance


def everything() -> tuple[int, int, list[tuple[int, int | None, Any]]]:
    """What must be the same before and after a refusal."""
    accounts = LedgerAccount.objects.order_by("pk").values_list("pk", "balance", "last_posted_at")
    return JournalEntry.objects.count(), Posting.objects.count(), list(accounts)


def differences() -> list[str]:
    """What the ledger's own checks find."""
    findings = verification.verify(checks=verification.own_checks())
    return [str(difference) for finding in findings for difference in finding.differences]


def fetch(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def behind_the_triggers() -> Iterator[None]:
    """As somebody who may switch triggers and foreign keys off; for one transaction."""
    with transaction.atomic():
        fetch("SET LOCAL session_replication_role = replica")
        yield
        fetch("SET LOCAL session_replication_role = DEFAULT")


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def changed_function(signature: str, old: str, new: str) -> Iterator[None]:
    """The database with one of its functions changed; the original is put back."""
    [(definition,)] = fetch("SELECT pg_get_functiondef(%s::regprocedure)", signature)
    changed = definition.replace(old, new)
    assert changed != definition, f"{signature} no longer contains {old!r}"
    fetch(changed)
    try:
        yield
    finally:
        fetch(definition)


def signature_of(name: str) -> str:
    [(signature,)] = fetch("SELECT oid::regprocedure::text FROM pg_proc WHERE proname = %s", name)
    return signature


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each in a thread and a connection of its own; answers with results and errors in order."""

    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


class Session:
    """A second connection with a transaction of its own, that posts with the SQL function directly."""

    def __init__(self) -> None:
        self.connection = connection.copy()
        self.connection.set_autocommit(False)

    def fetch(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def post(self, key: str, amounts: dict[int, int], currency: str = "EUR") -> int:
        accounts = sorted(amounts)
        [(entry_id,)] = self.fetch(
            "SELECT (ledger_post_entry(%s, 'top_up', '', '', '', NULL, %s, %s, %s))[1]",
            key, accounts, [currency] * len(accounts), [amounts[account] for account in accounts],
        )  # fmt: skip
        return entry_id


@contextmanager
def session() -> Iterator[Session]:
    one = Session()
    try:
        yield one
    finally:
        one.connection.rollback()
        one.connection.close()


def database_url(name: str = "") -> str:
    """The address of the tests' database, or of another on the same server, for other programs."""
    connection.ensure_connection()
    info = connection.connection.info
    password = f":{quote(info.password)}" if info.password else ""
    where = quote(info.host, safe="")
    return f"postgresql://{info.user}{password}@/{name or info.dbname}?host={where}&port={info.port}"
