"""What every benchmark is given: the server, its ledger, the sizes and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crew import Crew
from benchmarks.server import Server
from benchmarks.sizes import CUSTOMERS, FIRST_CUSTOMER, REFERENCE_SYSTEM_ACCOUNT, Sizes

SCRIPT = Path(__file__).with_name("reference.pgbench")


@dataclass(frozen=True, slots=True)
class Bench:
    """`url` is the database with our ledger and, in a schema of its own, the hand-written reference."""

    server: Server
    url: str
    sizes: Sizes
    data_dir: Path
    tick: Callable[[], None]

    def crew(self, size: int, module: str = "benchmarks.payments") -> Crew:
        """Processes that post payments through Django."""
        environment = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "BENCH_DATABASE_URL": self.url}
        return Crew([sys.executable, "-m", module], size, environment)

    def reference(self, clients: int) -> float:
        """What so many clients of pgbench post per second by the hand-written function."""
        variables = {
            "first": FIRST_CUSTOMER,
            "last": FIRST_CUSTOMER + CUSTOMERS - 1,
            "system": REFERENCE_SYSTEM_ACCOUNT,
        }
        return self.server.pgbench(self.url, SCRIPT, clients=clients, seconds=self.sizes.seconds, **variables)
