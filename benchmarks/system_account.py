"""Four processes that all post to one system account, against one process."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.rounds import interleave


def run(bench: Bench) -> list[Row]:
    seconds = bench.sizes.seconds
    with bench.crew(4) as crew:
        rates = interleave(
            {
                "one": lambda: crew.rate(processes=1, seconds=seconds),
                "four": lambda: crew.rate(processes=4, seconds=seconds),
            },
            bench.sizes.rounds,
            bench.tick,
        )
    name = "one system account, 4 processes against 1"
    return [Row(name, "entries/s", rates["four"], rates["one"], bar=2.0)]
