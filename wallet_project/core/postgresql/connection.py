"""psycopg2's connection, whose transactions begin together with their first statement.

psycopg2 sends BEGIN by itself before that statement, and waits for the answer: a round trip that each
payment pays for, and that tells nothing. Here both go out as one.
"""

from __future__ import annotations

from itertools import count
from select import POLLIN, poll
from typing import Any

from psycopg2 import ProgrammingError, extensions
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_UNKNOWN

OUTSIDE = frozenset({TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_UNKNOWN})
BEGIN = "BEGIN; "
execute = extensions.cursor.execute


class Connection(extensions.connection):  # type: ignore[misc]  # has no types
    """Kept in psycopg2's autocommit mode: it is us who begin and end transactions.

    `is_due`: the next statement begins one. A cursor of the server's is psycopg2's alone to make, and only
    in transactions of its own: from there to its end, such a transaction is psycopg2's.
    """

    autocommit: bool
    is_due = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # The names of the statements that the server keeps ready (`statements`).
        self.kept: dict[str, str] = {}
        self.numbers = count()
        # Tells whether the server has said something.
        self.listener = poll()
        self.listener.register(self.fileno(), POLLIN)
        # For what is asked and forgotten at once.
        self.asker = self.cursor(cursor_factory=Cursor)

    def begin_late(self) -> None:
        """A transaction begins with the next statement."""
        self.is_due = True

    def begin_now(self) -> None:
        """What is due begins at once, for statements that can't stand behind another."""
        if self.is_due:
            self.is_due = False
            self.ask("BEGIN")

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
        if not self.autocommit:
            super().commit()
        elif self.is_due:
            self.is_due = False
        else:
            self.ask("COMMIT")

    def rollback(self) -> None:
        if not self.autocommit:
            super().rollback()
        elif self.is_due:
            self.is_due = False
        elif self.closed or self.info.transaction_status not in OUTSIDE:
            self.ask("ROLLBACK")

    def ask(self, sql: str, values: Any = None) -> Any:
        """The first row of what a statement answers; None without one."""
        asker = self.asker
        asker.execute(sql, values)
        return asker.fetchone() if asker.description else None


class Cursor(extensions.cursor):  # type: ignore[misc]  # has no types
    """Begins the transaction that is due with what it executes."""

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002
        if self.connection.is_due:
            self._execute_first(query, vars)
        else:
            execute(self, query, vars)

    def _execute_first(self, query: Any, values: Any) -> None:
        connection = self.connection
        if not isinstance(query, str):
            connection.begin_now()
            execute(self, query, values)
            return
        connection.is_due = False
        try:
            execute(self, BEGIN + query, values)
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
