"""Statements that the server keeps ready: planning a small one takes longer than executing it.

A connection through PgBouncer may be another one of the server's in the next transaction
(`settings.PGBOUNCER`): there they are sent as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

Statement = tuple[str, Sequence[Any]]


def ask(database: Any, sql: str, values: Any) -> tuple[Any, ...] | None:
    """Execute a statement; answers with its first row, None without one."""
    row: tuple[Any, ...] | None = database.ask(sql, values)
    return row


def ask_kept(database: Any, *statements: Statement) -> tuple[Any, ...] | None:
    """Execute statements, each with its values, in one round trip; answers with the first row of the last
    one, None without one. `database` is Django's connection.

    For texts that are always the same but for their values (`%s`): each is kept for as long as the
    connection. Raises what executing raises.
    """
    values = [value for _sql, of_one in statements for value in of_one]
    if database.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return ask(database, "; ".join(sql for sql, _values in statements), values)
    database.close_if_health_check_failed()
    database.ensure_connection()
    connection = database.connection
    parts: list[str] = []
    new: dict[str, str] = {}
    for sql, _values in statements:
        name = connection.kept.get(sql) or new.get(sql)
        if name is None:
            name = new[sql] = f"kept_{next(connection.numbers)}"
            parts.append(_preparation(name, sql))
        parts.append(_call(name, sql))
    row = ask(database, "; ".join(parts), values)
    connection.kept.update(new)
    return row


def _preparation(name: str, sql: str) -> str:
    first, *others = sql.split("%s")
    if any("%" in part for part in (first, *others)):
        raise ValueError(f"A value must be %s, and nothing else may have a %: {sql}")
    numbered = first + "".join(f"${number}{part}" for number, part in enumerate(others, start=1))
    return f"PREPARE {name} AS {numbered}"


@cache
def _call(name: str, sql: str) -> str:
    count = sql.count("%s")
    return f"EXECUTE {name}({', '.join(['%s'] * count)})" if count else f"EXECUTE {name}"
