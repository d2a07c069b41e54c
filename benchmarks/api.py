"""Calls of the REST API, against a view of Django REST framework that does nothing, on the same gunicorn."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from benchmarks.bench import Bench
from benchmarks.crew import ROOT, Crew
from benchmarks.report import Row
from benchmarks.rounds import interleave
from benchmarks.shop import new_shop
from wallet_project import embedded

# As many as the threads of gunicorn's two workers.
CALLERS = 8
# Many short laps: what else the machine does meets all contenders.
LAPS_IN_A_ROUND, PART_OF_THE_SECONDS = 5, 0.5
BARS = {"wallet": ("GET /wallets/{id}/", 0.7), "payment": ("POST /payments/, wallet only", 0.35)}


def run(bench: Bench) -> list[Row]:
    environment = environment_of(bench)
    done = _python("benchmarks.api_customers", environment)
    with _gunicorn(environment) as port, _crews(port, done) as crews:
        seconds = bench.sizes.seconds * PART_OF_THE_SECONDS
        contenders = {
            name: partial(crew.rate, processes=CALLERS, seconds=seconds) for name, crew in crews.items()
        }
        rates = interleave(contenders, bench.sizes.rounds * LAPS_IN_A_ROUND, bench.tick)
    return [
        Row(f"{name}, against a view that does nothing", "requests/s", rates[kind], rates["nothing"], bar)
        for kind, (name, bar) in BARS.items()
    ]


def environment_of(bench: Bench) -> dict[str, str]:
    """The store as in production, but for https, on a database and a Redis of the benchmark's own."""
    return {
        **{name: value for name, value in os.environ.items() if name not in ("DEBUG", "DEMO", "TESTING")},
        "DJANGO_SETTINGS_MODULE": "benchmarks.api_settings",
        "DATABASE_URL": new_shop(bench.server, "api"),
        "REDIS_URL": embedded.start_redis(bench.data_dir / "redis"),
        "SECRET_KEY": "only-for-benchmarks-" + "x" * 40,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "https://shop.example",
        "STORE_NAME": "Example",
        "STRIPE_SECRET_KEY": "rk_test_bench",
        "STRIPE_WEBHOOK_SECRETS": "whsec_bench",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "DEFAULT_FROM_EMAIL": "shop@shop.example",
        "SECURE_SSL_REDIRECT": "0",
        "WEB_CONCURRENCY": "2",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
    }


def _python(module: str, environment: dict[str, str]) -> str:
    """The last line that a program writes."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment, check=True)
    return done.stdout.splitlines()[-1]


@contextmanager
def _gunicorn(environment: dict[str, str]) -> Iterator[int]:
    """gunicorn with the settings of production and 2 workers, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    options = ["-c", "python:wallet_project.gunicorn", "--max-requests", "0", "-b", f"127.0.0.1:{port}"]
    command = [sys.executable, "-m", "gunicorn", *options, "--log-level", "warning", "wallet_project.wsgi"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if server.poll() is not None:
                raise RuntimeError(f"gunicorn ended with {server.returncode}.") from None
            time.sleep(0.1)
        else:
            return


@contextmanager
def _crews(port: int, customers: str) -> Iterator[dict[str, Crew]]:
    """Callers of each contender, in processes of their own."""
    crews: dict[str, Crew] = {}
    told = json.dumps({"port": port, **json.loads(customers)})
    try:
        for kind in ("nothing", *BARS):
            command = [sys.executable, "-m", "benchmarks.api_caller", kind]
            crews[kind] = Crew(command, CALLERS, {"BENCH_API": told})
        yield crews
    finally:
        for crew in crews.values():
            crew.__exit__(None, None, None)
