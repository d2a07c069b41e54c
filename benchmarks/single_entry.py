"""One entry a transaction: ours from Django, the reference from pgbench, 1 and 4 at a time."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.report import Row


def run(bench: Bench) -> list[Row]:
    rates = bench.against_reference()
    return [
        Row(
            f"one entry a transaction, {who}",
            "entries/s",
            rates[f"ours {n}"],
            rates[f"reference {n}"],
            bar=0.6,
        )
        for n, who in ((1, "1 process"), (4, "4 processes"))
    ]
