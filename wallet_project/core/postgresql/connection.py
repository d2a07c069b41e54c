"""psycopg2's connection, whose transactions begin together with their first statement.

psycopg2 sends BEGIN by itself before that statement, and waits for the answer: a round trip that each
payment pays for, and that tells nothing. Here both go out as one.
"""

from __future__ import annotations

from typing import Any

from psycopg2 import ProgrammingError, extensions
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_UNKNOWN

OUTSIDE = frozenset({TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_UNKNOWN})
BEGIN = "BEGIN; "


class Connection(extensions.connection):  # type: ignore[misc]  # has no types
    """Kept in psycopg2's autocommit mode: it is us who begin and end transactions.

    `is_due`: the next statement begins one. A cursor of the server's is psycopg2's alone to make, and only
    in transactions of its own: from there to its end, such a transaction is psycopg2's.
    """

    autocommit: bool
    is_due = False

    def begin_late(self) -> None:
        """A transaction begins with the next statement."""
        self.is_due = True

    def begin_now(self) -> None:
        """What is due begins at once, for statements that can't stand behind another."""
        if self.is_due:
            self.is_due = False
            self._send("BEGIN")

    def hand_to_psycopg2(self) -> None:
        """Let psycopg2 lead the transaction on. One that has begun, it begins again: to the server that is a
        warning."""
        if self.autocommit:
            self.is_due = False
            self.autocommit = False

    def end_of_transactions(self) -> None:
        """Each statement stands for itself again. Raises `ProgrammingError` inside a transaction."""
        self.is_due = False
        if not self.autocommit:
            self.autocommit = True
        elif not self.closed and self.info.transaction_status not in OUTSIDE:
            raise ProgrammingError("Neither committed nor rolled back: the transaction goes on.")

    def commit(self) -> None:
        self._end("COMMIT", super().commit)

    def rollback(self) -> None:
        self._end("ROLLBACK", super().rollback)

    def _end(self, word: str, by_psycopg2: Any) -> None:
        if not self.autocommit:
            by_psycopg2()
        elif self.is_due:
            self.is_due = False
        elif self.closed or self.info.transaction_status != TRANSACTION_STATUS_IDLE:
            self._send(word)

    def _send(self, word: str) -> None:
        with self.cursor() as cursor:
            cursor.execute(word)


class Cursor(extensions.cursor):  # type: ignore[misc]  # has no types
    """Begins the transaction that is due with what it executes."""

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002
        connection = self.connection
        if connection.is_due and isinstance(query, str):
            self._execute_first(query, vars)
            return
        connection.begin_now()
        super().execute(query, vars)

    def _execute_first(self, query: str, values: Any) -> None:
        connection = self.connection
        connection.is_due = False
        try:
            super().execute(BEGIN + query, values)
        except BaseException:
            # What can't be read at all has begun nothing.
            connection.is_due = connection.info.transaction_status == TRANSACTION_STATUS_IDLE
            raise

    def executemany(self, query: Any, vars_list: Any) -> None:
        self.connection.begin_now()
        super().executemany(query, vars_list)

    def callproc(self, procname: Any, *parameters: Any) -> Any:
        self.connection.begin_now()
        return super().callproc(procname, *parameters)

    def copy_expert(self, *arguments: Any, **options: Any) -> None:
        self.connection.begin_now()
        super().copy_expert(*arguments, **options)

    def copy_from(self, *arguments: Any, **options: Any) -> None:
        self.connection.begin_now()
        super().copy_from(*arguments, **options)

    def copy_to(self, *arguments: Any, **options: Any) -> None:
        self.connection.begin_now()
        super().copy_to(*arguments, **options)
