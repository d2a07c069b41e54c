"""One entry a transaction: ours from Django, the reference from pgbench, 1 and 4 at a time."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.rounds import interleave


def run(bench: Bench) -> list[Row]:
    seconds = bench.sizes.seconds
    with bench.crew(4) as crew:
        rates = interleave(
            {
                "reference 1": lambda: bench.reference(1),
                "ours 1": lambda: crew.rate(processes=1, seconds=seconds),
                "reference 4": lambda: bench.reference(4),
                "ours 4": lambda: crew.rate(processes=4, seconds=seconds),
            },
            bench.sizes.rounds,
            bench.tick,
        )
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
