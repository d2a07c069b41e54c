"""One entry a transaction: ours from Django, the reference from pgbench, 1 and 4 at a time."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.rounds import interleave
from benchmarks.sizes import CUSTOMERS, FIRST_CUSTOMER

SCRIPT = Path(__file__).with_name("reference.pgbench")
REFERENCE_SYSTEM_ACCOUNT = 1


def run(bench: Bench) -> list[Row]:
    seconds = bench.sizes.seconds
    variables = {
        "first": FIRST_CUSTOMER,
        "last": FIRST_CUSTOMER + CUSTOMERS - 1,
        "system": REFERENCE_SYSTEM_ACCOUNT,
    }

    def reference(clients: int) -> float:
        return bench.server.pgbench(bench.url, SCRIPT, clients=clients, seconds=seconds, **variables)

    with bench.crew(4) as crew:
        rates = interleave(
            {
                "reference 1": lambda: reference(1),
                "ours 1": lambda: crew.rate(processes=1, seconds=seconds),
                "reference 4": lambda: reference(4),
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
