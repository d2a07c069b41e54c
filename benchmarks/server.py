"""The benchmarks' own PostgreSQL server: a new database for each run, and pgbench beside it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from wallet_project import embedded, embedded_postgres


class Server:
    """An embedded server with its files below `data_dir`; everything on it is the benchmarks' own."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = (data_dir / "postgres").resolve()
        self._main_url = embedded.start_postgres(self._data_dir, database="main")
        self._programs = embedded_postgres.Server(
            self._data_dir, embedded.socket_folder(self._data_dir)
        ).programs

    def new_database(self, name: str, *, like: str = "template1") -> str:
        """An empty database, or a copy of another, in place of what the last run left; answers with its
        URL. Nobody may be connected to the one that is copied."""
        fresh, pattern = sql.Identifier(name), sql.Identifier(like)
        with session(self._main_url) as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(fresh))
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(fresh, pattern))
        return embedded.start_postgres(self._data_dir, database=name)

    def settle(self) -> None:
        """Write out what earlier benchmarks left in memory, so that no later one pays for it."""
        with session(self._main_url) as cursor:
            cursor.execute("CHECKPOINT")

    def pgbench(self, url: str, script: Path, *, clients: int, seconds: int, **variables: int) -> float:
        """Transactions per second of so many clients."""
        define = [f"--define={name}={value}" for name, value in variables.items()]
        options = ["--no-vacuum", f"--client={clients}", "--jobs=1", f"--time={seconds}", f"--file={script}"]
        answer = subprocess.run(
            [str(self._programs / "pgbench"), *options, *define, url],
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            capture_output=True,
            text=True,
            check=True,
        )
        return transactions_per_second(answer.stdout)


@contextmanager
def session(url: str) -> Iterator[Any]:
    """A cursor of a connection of its own, which commits each statement by itself."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def transactions_per_second(report: str) -> float:
    """Read pgbench's report. Raises `RuntimeError` if any of its transactions failed."""
    failed, rate = re.search(r"failed transactions: (\d+)", report), re.search(r"tps = ([\d.]+)", report)
    if rate is None or (failed and failed[1] != "0"):
        raise RuntimeError(f"pgbench failed:\n{report}")
    return float(rate[1])
