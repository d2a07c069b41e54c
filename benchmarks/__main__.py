"""`python -m benchmarks`: measure the ledger on a server of its own, print a table, write results.json."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from benchmarks import (
    against_hordak,
    api,
    batch,
    bulk,
    long_history,
    machine,
    paying,
    single_entry,
    system_account,
)
from benchmarks.bench import Bench
from benchmarks.crew import ROOT
from benchmarks.report import Row, print_table, write_json
from benchmarks.server import Server, session
from benchmarks.sizes import CUSTOMERS, FIRST_CUSTOMER, FULL, QUICK, REFERENCE_SYSTEM_ACCOUNT

BENCHMARKS: dict[str, Callable[[Bench], list[Row]]] = {
    "single-entry": single_entry.run,
    "system-account": system_account.run,
    "hordak": against_hordak.run,
    "batch": batch.run,
    "long-history": long_history.run,
    "campaign": bulk.run_campaign,
    "expiry": bulk.run_expiry,
    "paying": paying.run,
    "api": api.run,
    "machine": machine.run,
}
ASKED_FOR_ALONE = {"machine"}


def main(arguments: Sequence[str]) -> None:
    options = parse(arguments)
    console = Console(stderr=True)
    server = Server(options.data_dir)
    url = server.new_database("ledger")
    prepare(url)
    rows: list[Row] = []
    for name in options.only or [one for one in BENCHMARKS if one not in ASKED_FOR_ALONE]:
        server.settle()
        rows += run_one(name, server, url, options, console)
    print_table(rows, Console())
    write_json(rows, options.output)
    console.print(f"Written to {options.output}")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="see that it works; the numbers mean little")
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="this benchmark; repeatable")
    parser.add_argument("--data-dir", type=Path, default=ROOT / ".data" / "bench")
    parser.add_argument("--output", type=Path, help="where the JSON goes (default: benchmarks/results.json)")
    options = parser.parse_args(arguments)
    partial = options.quick or options.only
    options.output = options.output or (
        options.data_dir / "results.json" if partial else Path(__file__).with_name("results.json")
    )
    return options


def prepare(url: str) -> None:
    """Our ledger by its own migrations, the reference beside it, the same customers in both."""
    os.environ.update(DJANGO_SETTINGS_MODULE="benchmarks.settings", BENCH_DATABASE_URL=url)
    import django
    from django.core.management import call_command

    from benchmarks.payments import OPENING_BALANCE, open_customers

    django.setup()
    call_command("migrate", verbosity=0)
    open_customers()
    with session(url) as cursor:
        cursor.execute(Path(__file__).with_name("reference.sql").read_text(encoding="utf-8"))
        cursor.execute(
            "INSERT INTO reference.account VALUES (%s, 'EUR', NULL);"
            "INSERT INTO reference.account SELECT n, 'EUR', %s FROM generate_series(%s, %s) AS n",
            [
                REFERENCE_SYSTEM_ACCOUNT,
                OPENING_BALANCE,
                FIRST_CUSTOMER,
                FIRST_CUSTOMER + CUSTOMERS - 1,
            ],
        )
        cursor.execute("VACUUM ANALYZE")


def run_one(name: str, server: Server, url: str, options: argparse.Namespace, console: Console) -> list[Row]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(name, total=None)
        bench = Bench(
            server,
            url,
            QUICK if options.quick else FULL,
            options.data_dir,
            tick=lambda: progress.advance(task),
        )
        rows = BENCHMARKS[name](bench)
        progress.update(task, total=1, completed=1)
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
