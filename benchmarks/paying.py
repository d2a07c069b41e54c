"""A payment with the message that tells of it, against the same payment without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median

from benchmarks.bench import Bench
from benchmarks.crew import ROOT
from benchmarks.report import Row
from benchmarks.shop import new_shop


def run(bench: Bench) -> list[Row]:
    took = measure(bench)
    bench.tick()
    rates = {name: 1000 / median(elapsed) for name, elapsed in took.items()}
    name = "wallet payment with its message, against one without"
    return [Row(name, "payments/s", rates["with"], rates["without"], bar=0.95)]


def measure(bench: Bench) -> dict[str, list[float]]:
    """Milliseconds of each payment, with and without its message, in turns in one process."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "benchmarks.paying_settings",
        "BENCH_DATABASE_URL": new_shop(bench.server, "paying"),
        "BENCH_DATA_DIR": str(bench.data_dir),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.paying_worker", str(bench.sizes.payments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
    )
    took: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return took
