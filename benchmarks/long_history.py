"""Balance and first statement page of an account with a very long history, and of one with a short."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.rounds import interleave

SHORT_HISTORY = 100
PAGE = 25
CHUNK = 100_000
ROUNDS = 9

# A million payments posted one by one would take half an hour. These rows are what posting them
# would leave; the triggers and references that would check each of them are off meanwhile.
SEED_ENTRIES = """
    INSERT INTO ledger_entry (posted_at, kind, idempotency_key, fingerprint, reference, description)
    SELECT %(start)s::timestamptz + n * interval '1 second', 'order_paid', %(account)s || '-' || n,
           sha256(int8send(n)), 'order-' || n, 'Order paid'
    FROM generate_series(%(first)s::bigint, %(last)s) AS n
"""
SEED_POSTINGS = """
    INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)
    SELECT e.id, line.account_id, 'EUR', line.amount, line.balance_after, e.posted_at
    FROM generate_series(%(first)s::bigint, %(last)s) AS n
    JOIN ledger_entry e ON e.idempotency_key = %(account)s || '-' || n,
    LATERAL (VALUES (%(account)s, 100, n * 100), (%(sales)s, -100, NULL))
        AS line (account_id, amount, balance_after)
"""


def run(bench: Bench) -> list[Row]:
    from django.db import connection

    from wallets.ledger import queries

    short, long = (
        queries.open_guarded_account(code="customer_available", currency="EUR", type_="liability").pk
        for _ in range(2)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for first in range(1, bench.sizes.history, CHUNK):
            seed(cursor, long, first, min(first + CHUNK - 1, bench.sizes.history))
        seed(cursor, short, 1, SHORT_HISTORY)
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE ledger_entry, ledger_posting")
    bench.server.settle()
    milliseconds = interleave(
        {"short": lambda: read(short, bench.sizes.reads), "long": lambda: read(long, bench.sizes.reads)},
        max(bench.sizes.rounds, ROUNDS) if bench.sizes.rounds > 1 else 1,
        bench.tick,
    )
    name = f"balance and first page, {bench.sizes.history:,} postings against {SHORT_HISTORY}"
    return [Row(name, "ms", milliseconds["long"], milliseconds["short"], bar=1.2, at_most=True)]


def seed(cursor: Any, account: int, first: int, last: int) -> None:
    """Entries and postings from number `first` to `last` on the account."""
    from wallets.ledger import chart

    values = {
        "account": account,
        "sales": chart.system_account(chart.SALES, "EUR"),
        "start": "2020-01-01T00:00:00Z",
        "first": first,
        "last": last,
    }
    cursor.execute(SEED_ENTRIES, values)
    cursor.execute(SEED_POSTINGS, values)
    cursor.execute(
        "UPDATE ledger_account SET balance = %s, last_posted_at = now() WHERE id = %s", [last * 100, account]
    )


def read(account: int, times: int) -> float:
    """Milliseconds for the balance and the first page, on average."""
    from wallets.ledger import queries
    from wallets.ledger.models import LedgerAccount

    start = time.perf_counter()
    for _ in range(times):
        LedgerAccount.objects.get(pk=account)
        list(queries.postings_page(account)[:PAGE])
    return (time.perf_counter() - start) / times * 1000
