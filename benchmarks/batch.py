"""Many entries in one call, against hand-written set-based SQL that writes the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.payments import payments, random_customer, random_key
from benchmarks.report import Row
from benchmarks.rounds import interleave

REFERENCE = Path(__file__).with_name("reference_batch.sql").read_text(encoding="utf-8")


def run(bench: Bench) -> list[Row]:
    size = bench.sizes.batch
    rates = interleave(
        {"reference": lambda: reference_rate(size), "ours": lambda: our_rate(size)},
        bench.sizes.rounds,
        bench.tick,
    )
    return [Row(f"{size:,} entries in one call", "entries/s", rates["ours"], rates["reference"], bar=0.6)]


def our_rate(size: int) -> float:
    from django.db import transaction

    from wallets.ledger import journal

    new_payment = payments()
    entries = [new_payment() for _ in range(size)]
    start = time.perf_counter()
    with transaction.atomic():
        journal.post_entries(entries)
    return size / (time.perf_counter() - start)


def reference_rate(size: int) -> float:
    from django.db import connection, transaction

    given = [(random_key(), random_customer()) for _ in range(size)]
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFERENCE, as_arrays(given))
    return size / (time.perf_counter() - start)


def as_arrays(given: Sequence[tuple[str, int]]) -> dict[str, str]:
    """The payments, column by column, as PostgreSQL array literals: the cheapest way to send them."""
    return {
        "keys": _array(key for key, _ in given),
        "kinds": _array("order_paid" for _ in given),
        "references": _array(f"order-{customer}" for _, customer in given),
        "descriptions": _array('"Order paid"' for _ in given),
        "customers": _array(str(customer) for _, customer in given),
        "amounts": _array("100" for _ in given),
    }


def _array(texts: Iterable[str]) -> str:
    return "{" + ",".join(texts) + "}"
