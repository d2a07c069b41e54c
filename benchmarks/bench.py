"""What every benchmark is given: the server, its ledger, the sizes and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.crew import Crew
from benchmarks.rounds import interleave
from benchmarks.server import Server
from benchmarks.sizes import CUSTOMERS, FIRST_CUSTOMER, REFERENCE_SYSTEM_ACCOUNT, Sizes

PAYMENTS = "benchmarks.payments"
SCRIPT = Path(__file__).with_name("reference.pgbench")


@dataclass(frozen=True, slots=True)
class Bench:
    """`url` is the database with our ledger and, in a schema of its own, the hand-written reference."""

    server: Server
    url: str
    sizes: Sizes
    data_dir: Path
    tick: Callable[[], None]

    def crew(self, size: int, module: str = PAYMENTS) -> Crew:
        """Processes that post payments through Django."""
        environment = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "BENCH_DATABASE_URL": self.url}
        return Crew([sys.executable, "-m", module], size, environment)

    def against_reference(self, module: str = PAYMENTS) -> dict[str, float]:
        """What 1 and 4 of the module's processes post per second ("ours 1", "ours 4"), and what pgbench does
        by the hand-written function ("reference 1", "reference 4")."""
        seconds = self.sizes.seconds
        with self.crew(4, module) as crew:
            contenders: dict[str, Callable[[], float]] = {}
            for number in (1, 4):
                contenders[f"reference {number}"] = partial(self._reference, number)
                contenders[f"ours {number}"] = partial(crew.rate, processes=number, seconds=seconds)
            return interleave(contenders, self.sizes.rounds, self.tick)

    def _reference(self, clients: int) -> float:
        variables = {
            "first": FIRST_CUSTOMER,
            "last": FIRST_CUSTOMER + CUSTOMERS - 1,
            "system": REFERENCE_SYSTEM_ACCOUNT,
        }
        return self.server.pgbench(self.url, SCRIPT, clients=clients, seconds=self.sizes.seconds, **variables)
