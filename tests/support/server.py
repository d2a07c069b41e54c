"""A PostgreSQL server of a test's own, that may be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg2

from wallet_project import embedded
from wallet_project.embedded_postgres import Server

DATABASE = "wallet"


class OwnServer:
    """A server in a folder of its own, durable as in production."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder / "postgres", embedded.socket_folder(folder))
        self.server.start()
        self.server.create_database(DATABASE)

    @property
    def url(self) -> str:
        return (
            f"postgresql://postgres@/{DATABASE}?host={quote(str(self.server.socket_dir), safe='')}&port=5432"
        )

    def fetch(self, sql: str, *parameters: object, **named: object) -> list[tuple[Any, ...]]:
        """One statement in a transaction of its own, with an ordinary client."""
        connection = psycopg2.connect(self.url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, parameters or named or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def program(self, name: str, *arguments: str, given: str | None = None) -> str:
        """What one of PostgreSQL's programs writes to its standard output."""
        command = [str(self.server.programs / name), *arguments]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """manage.py on this server's database."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    @contextmanager
    def python(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """A Python process with this server's database; it and its children are gone afterwards."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @property
    def environment(self) -> dict[str, str]:
        """As in the demo: without the shortcuts that tests take."""
        return os.environ | {"DATABASE_URL": self.url, "DEMO": "1", "TESTING": "0", "LOG_LEVEL": "WARNING"}

    def kill_postmaster(self) -> None:
        """kill -9 of the main process alone; the others notice."""
        os.kill(self._postmaster().pid, signal.SIGKILL)

    def kill_everything(self) -> None:
        """kill -9 of the main process and all its children."""
        postmaster = self._postmaster()
        for process in (*postmaster.children(), postmaster):
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def start_again(self) -> None:
        self.server.start()

    def _postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.server.data_dir / "postmaster.pid").read_text().splitlines()[0]))


@contextmanager
def own_server(folder: Path) -> Iterator[OwnServer]:
    server = OwnServer(folder)
    try:
        yield server
    finally:
        server.server.stop()


def lines_of(paths: Sequence[Path]) -> Iterator[str]:
    """The complete lines of files; what a killed process left half-written does not count."""
    for path in paths:
        yield from (line for line in path.read_text().splitlines(keepends=True) if line.endswith("\n"))
