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
    values = statements[0][1] if len(statements) == 1 else [one for _sql, of in statements for one in of]
    if database.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return ask(database, "; ".join(sql for sql, _values in statements), values)
    database.close_if_health_check_failed()
    database.ensure_connection()
    kept = database.connection.kept
    if all(sql in kept for sql, _values in statements):
        return ask(database, "; ".join([_call(kept[sql], sql) for sql, _values in statements]), values)
    new = {sql: f"kept_{next(database.connection.numbers)}" for sql, _values in statements if sql not in kept}
    parts = [_preparation(name, sql) for sql, name in new.items()]
    parts += [_call(kept.get(sql) or new[sql], sql) for sql, _values in statements]
    row = ask(database, "; ".join(parts), values)
    kept.update(new)
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
