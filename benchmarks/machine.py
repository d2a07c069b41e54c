"""How far the ledger's rows could come on this machine: the hand-written function itself, called from Django.

Not a comparison of ours, so without bars, and no part of a full run.
"""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.report import Row


def run(bench: Bench) -> list[Row]:
    rates = bench.against_reference("benchmarks.reference_from_django")
    pairs = {
        "the reference from Django, 1 process": ("ours 1", "reference 1"),
        "the reference from Django, 4 processes": ("ours 4", "reference 4"),
        "the reference by pgbench, 4 clients against 1": ("reference 4", "reference 1"),
        "the reference from Django, 4 processes against 1": ("ours 4", "ours 1"),
    }
    return [
        Row(name, "entries/s", rates[one], rates[other], bar=None) for name, (one, other) in pairs.items()
    ]
