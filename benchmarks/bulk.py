"""Bulk work on rewards, against hand-written set-based SQL that writes the same rows, in slices in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from benchmarks.bench import Bench
from benchmarks.crew import ROOT
from benchmarks.report import Row
from benchmarks.shop import new_shop

MOST_MEGABYTES = 500


def run_campaign(bench: Bench) -> list[Row]:
    rates, megabytes = measure(bench, "campaign")
    name = f"campaign over {bench.sizes.customers:,} customers, each with a lot"
    return [
        Row(name, "postings/s", rates["ours"], rates["reference"], bar=0.5),
        Row("most memory of the campaign's worker", "MB", megabytes, MOST_MEGABYTES, bar=1.0, at_most=True),
    ]


def run_expiry(bench: Bench) -> list[Row]:
    rates, _megabytes = measure(bench, "expiry")
    name = f"expiry of {bench.sizes.customers:,} lots"
    return [Row(name, "postings/s", rates["ours"], rates["reference"], bar=0.5)]


def measure(bench: Bench, what: str) -> tuple[dict[str, float], float]:
    """Customers per second of each contender over all its slices, and the worker's memory."""
    customers: dict[str, int] = defaultdict(int)
    seconds: dict[str, float] = defaultdict(float)
    megabytes = 0.0
    for told in turns(bench, what):
        if told["who"] == "memory":
            megabytes = told["megabytes"]
            continue
        customers[told["who"]] += told["customers"]
        seconds[told["who"]] += told["seconds"]
        bench.tick()
    if set(customers.values()) != {bench.sizes.customers}:
        raise RuntimeError(f"Not everybody was dealt with: {dict(customers)}.")
    return {who: customers[who] / seconds[who] for who in customers}, megabytes


def turns(bench: Bench, what: str) -> Iterator[dict[str, Any]]:
    """What the worker process says, line by line."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "benchmarks.shop_settings",
        "BENCH_DATABASE_URL": new_shop(bench.server, "shop"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "benchmarks.bulk_worker", what]
    sizes = [str(bench.sizes.customers), str(bench.sizes.slices)]
    with subprocess.Popen(
        [*command, *sizes], stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, **environment}
    ) as worker:
        for line in worker.stdout:
            yield json.loads(line)
    if worker.returncode != 0:
        raise RuntimeError(f"The worker ended with exit code {worker.returncode}.")
