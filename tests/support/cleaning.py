"""Emptying the database after a test that commits.

Django's flush truncates every table and lets every app write again what `migrate` leaves behind: new
files for all tables and indexes, and hundreds of statements. Most tests leave rows in few tables and
touch nothing that `migrate` wrote; so here the rows that a test added are deleted, and the rest is
counted. Where a row that was there before is missing or changed, Django's flush has the word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import TransactionTestCase

# The ledger refuses TRUNCATE and DELETE, as it should; only what cleans up may go past it. Foreign keys
# need no look either, because all their rows go.
PAST_THE_TRIGGERS = "SET LOCAL session_replication_role = replica"


class Cleaner:
    """Knows what is in a database that nothing has happened in; make it before the first test."""

    def __init__(self) -> None:
        self.tables = sorted(
            connection.introspection.django_table_names(only_existing=True, include_views=False)
        )
        self.rows = {table: found for table in self.tables if (found := _rows_of(table))}
        self.statement = ";\n".join([PAST_THE_TRIGGERS, self._lock(), self._delete(), self._count()])

    def clean(self) -> bool:
        """Delete what was added; false if something else was changed too."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.statement)
            return dict(cursor.fetchall()) == {table: len(rows) for table, rows in self.rows.items()}

    def _lock(self) -> str:
        """Wait for whoever still writes, as TRUNCATE does: a request may outlive its test."""
        return f"LOCK TABLE {', '.join(map(_quoted, self.tables))} IN ACCESS EXCLUSIVE MODE"

    def _delete(self) -> str:
        steps = []
        for table in self.tables:
            if table in self.rows:
                rows = ", ".join(f"'{row}'" for row in self.rows[table])
                steps.append(f"DELETE FROM {_quoted(table)} AS t WHERE md5(t::text) <> ALL (ARRAY[{rows}]);")
            else:
                name = _quoted(table)
                steps.append(f"IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF;")
        return "DO $clean$ BEGIN {} END $clean$".format("\n".join(steps))

    def _count(self) -> str:
        return " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {_quoted(table)}" for table in self.rows)


def _rows_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(t::text) FROM {_quoted(table)} AS t")
        return [row for (row,) in cursor.fetchall()]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


@contextmanager
def quick_clean_up() -> Iterator[None]:
    """Inside, tests that commit are cleaned up after by a `Cleaner`. Needs the database as it was made."""
    cleaner = Cleaner()
    flush_sql, tear_down = DatabaseOperations.execute_sql_flush, TransactionTestCase._fixture_teardown

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        flush_sql(self, [f"{PAST_THE_TRIGGERS};", *sql_list])

    def clean(self: Any) -> None:
        if not cleaner.clean():
            tear_down(self)
            cleaner.__init__()  # the same rows, under new numbers

    DatabaseOperations.execute_sql_flush = flush
    TransactionTestCase._fixture_teardown = clean
    yield
    DatabaseOperations.execute_sql_flush = flush_sql
    TransactionTestCase._fixture_teardown = tear_down
