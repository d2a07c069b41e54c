from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.support.environments import ROOT, run_python

START = """
import sys
from pathlib import Path
from wallet_project import embedded
print(embedded.start_postgres(Path(sys.argv[1]) / "postgres"), flush=True)
print(embedded.start_redis(Path(sys.argv[1]) / "redis"), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a space in its name, so deep that no socket fits in its path."""
    base = Path(tempfile.mkdtemp())
    deep = base / "my store" / ("very-deep-" * 12)
    deep.mkdir(parents=True)
    yield deep
    shutil.rmtree(base, ignore_errors=True)


def start(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """A process that uses the servers until it `leaves`; and PostgreSQL's address."""
    command, pipe = [sys.executable, "-c", START, str(folder)], subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert process.stdout.readline().startswith("unix://")
    return process, address


def leaves(process: subprocess.Popen[str]) -> int:
    """It has no more use for the servers; answers with its exit code."""
    process.communicate(timeout=60)
    return process.returncode


def query(address: str, sql: str) -> object:
    connection = psycopg2.connect(address)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def servers_of(folder: Path) -> list[str]:
    """Command lines of the processes that work in the folder or its sockets."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder) in (process / "cwd").readlink().as_posix():
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found


def wait_until_gone(folder: Path) -> None:
    deadline = time.monotonic() + 20
    while servers_of(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert servers_of(folder) == []


def test_the_last_to_leave_stops_the_servers_and_data_is_kept(folder: Path) -> None:
    first, address = start(folder)
    query(address, "CREATE TABLE kept AS SELECT 1 AS one")
    second, same = start(folder)
    assert same == address
    leaves(first)
    assert query(address, "SELECT one FROM kept") == (1,)
    leaves(second)
    wait_until_gone(folder)
    third, address = start(folder)
    assert query(address, "SELECT one FROM kept") == (1,)
    assert leaves(third) == 0


def test_after_a_kill_the_next_to_leave_stops_them(folder: Path) -> None:
    killed, address = start(folder)
    killed.kill()
    killed.wait(10)
    assert query(address, "SELECT 1") == (1,)
    next_one, _ = start(folder)
    leaves(next_one)
    wait_until_gone(folder)


def test_a_server_that_was_killed_comes_back_with_its_data(folder: Path) -> None:
    process, address = start(folder)
    query(address, "CREATE TABLE kept AS SELECT 1 AS one")
    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    again, address = start(folder)
    assert query(address, "SELECT one FROM kept") == (1,)
    process.kill()
    process.wait(10)
    leaves(again)
    wait_until_gone(folder)


def test_a_half_made_cluster_is_made_anew(folder: Path) -> None:
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18")
    process, address = start(folder)
    assert query(address, "SELECT 1") == (1,)
    leaves(process)


def test_what_can_not_start_says_why(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("9")
    done = run_python("-c", START, str(folder), environment={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 1
    assert "PostgreSQL did not start." in done.stderr
