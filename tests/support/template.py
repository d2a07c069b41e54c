"""One migrated database, of which every worker's is a copy.

To migrate takes most of a minute, to copy what was migrated a part of a second. The template stays on the
server, under a name made of all that a migration does, so that the next run finds it again; what its
copies may still lack is migrated in them as ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

NAMES = "migrated_"
# What the tables, their functions and their first rows are made of.
MADE_OF = ("migrations/*.py", "sql/*.sql", "models.py", "models/*.py", "apps.py")
# Any number, the same for all who make or copy a template on this server.
LOCK = 7_310_442


def migrated_template() -> str:
    """The name of the migrated database on the tests' server, made now if there is none."""
    name = NAMES + fingerprint()
    with alone_on_server() as server:
        server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAMES])
        found = {row[0] for row in server.fetchall()}
        if name not in found:
            for old in found:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
            _make(server, name)
    return name


def fingerprint() -> str:
    """Changes with whatever a migration of this repository or of a package would do."""
    parts = [settings.STORE_CURRENCY, *settings.CURRENCIES]
    root = Path(settings.BASE_DIR)
    files = [root / "requirements.txt"]
    for app in apps.get_app_configs():
        if root in Path(app.path).parents and "site-packages" not in app.path:
            files += [path for pattern in MADE_OF for path in Path(app.path).glob(pattern)]
    for path in sorted(files):
        parts += [str(path.relative_to(root)), hashlib.sha256(path.read_bytes()).hexdigest()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _make(server: psycopg2.extensions.cursor, name: str) -> None:
    """Under another name until it is ready: a run that is cut off leaves no half-made template."""
    unready = f"{NAMES}unready"
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unready)))
    with connected_to(unready):
        call_command("migrate", verbosity=0, interactive=False)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (unready, name))))


@contextmanager
def alone_on_server() -> Iterator[psycopg2.extensions.cursor]:
    """A connection to the server, while no other process makes or copies a template."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    server = psycopg2.connect(**parameters)
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield cursor
    finally:
        server.close()


def end_sessions() -> None:
    """End whoever is still in the tests' database, or it could not be dropped: a web server's thread, a
    worker that was killed, and Django itself, which beside a browser's event loop keeps another one."""
    with alone_on_server() as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [connection.settings_dict["NAME"]],
        )


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection is to another database of the server until the block ends."""
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
