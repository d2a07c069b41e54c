"""What every benchmark is given: the server, its ledger, the sizes and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crew import Crew
from benchmarks.server import Server
from benchmarks.sizes import Sizes


@dataclass(frozen=True, slots=True)
class Bench:
    """`url` is the database with our ledger and, in a schema of its own, the hand-written reference."""

    server: Server
    url: str
    sizes: Sizes
    data_dir: Path
    tick: Callable[[], None]

    def crew(self, size: int) -> Crew:
        """Processes that post payments through Django."""
        environment = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "BENCH_DATABASE_URL": self.url}
        return Crew([sys.executable, "-m", "benchmarks.payments"], size, environment)
