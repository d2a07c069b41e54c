"""The same payment on django-hordak, which lives in an environment and a database of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.crew import ROOT, Crew
from benchmarks.report import Row
from benchmarks.rounds import interleave

ENVIRONMENT = Path(__file__).with_name(".venv")
REQUIREMENTS = Path(__file__).with_name("requirements-hordak.txt")
WORKER = [str(ENVIRONMENT / "bin" / "python"), "-m", "benchmarks.hordak_worker"]


def run(bench: Bench) -> list[Row]:
    seconds = bench.sizes.seconds
    ensure_environment()
    environment = {
        "BENCH_HORDAK_URL": bench.server.new_database("hordak"),
        "DJANGO_SETTINGS_MODULE": "benchmarks.hordak_settings",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([*WORKER, "prepare"], check=True, cwd=ROOT, env={**os.environ, **environment})
    with bench.crew(4) as ours, Crew(WORKER, 4, environment) as hordak:
        rates = interleave(
            {
                "hordak 1": lambda: hordak.rate(processes=1, seconds=seconds),
                "ours 1": lambda: ours.rate(processes=1, seconds=seconds),
                "hordak 4": lambda: hordak.rate(processes=4, seconds=seconds),
                "ours 4": lambda: ours.rate(processes=4, seconds=seconds),
            },
            bench.sizes.rounds,
            bench.tick,
        )
    return [
        Row("django-hordak, 1 process", "entries/s", rates["ours 1"], rates["hordak 1"], bar=5.0),
        Row("django-hordak, 4 processes", "entries/s", rates["ours 4"], rates["hordak 4"], bar=5.0),
    ]


def ensure_environment() -> None:
    """Make django-hordak's environment, or make it anew after its requirements changed."""
    stamp = ENVIRONMENT / ".made-from"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    install = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([WORKER[0], *install, "-r", str(REQUIREMENTS)], check=True, stdout=sys.stderr)
    stamp.write_text(wanted)
