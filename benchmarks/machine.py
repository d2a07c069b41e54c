"""How far the ledger's rows could come on this machine: the hand-written function itself, called from Django.

Not a comparison of ours, so without bars, and no part of a full run.
"""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.rounds import interleave


def run(bench: Bench) -> list[Row]:
    seconds = bench.sizes.seconds
    with bench.crew(4, "benchmarks.reference_from_django") as crew:
        rates = interleave(
            {
                "pgbench 1": lambda: bench.reference(1),
                "Django 1": lambda: crew.rate(processes=1, seconds=seconds),
                "pgbench 4": lambda: bench.reference(4),
                "Django 4": lambda: crew.rate(processes=4, seconds=seconds),
            },
            bench.sizes.rounds,
            bench.tick,
        )
    return [
        _row("the reference from Django, 1 process", rates["Django 1"], rates["pgbench 1"]),
        _row("the reference from Django, 4 processes", rates["Django 4"], rates["pgbench 4"]),
        _row("the reference by pgbench, 4 clients against 1", rates["pgbench 4"], rates["pgbench 1"]),
        _row("the reference from Django, 4 processes against 1", rates["Django 4"], rates["Django 1"]),
    ]


def _row(name: str, ours: float, reference: float) -> Row:
    return Row(name, "entries/s", ours, reference, bar=None)
