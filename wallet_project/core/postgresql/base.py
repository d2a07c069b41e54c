from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN

from wallet_project.core.postgresql.connection import Connection, Cursor

BROKEN = frozenset({TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN})


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction begins together with its first statement. Beginning one, ending it and asking for one row
    take the shortest way that Django's own take, where nobody looks at the statements: each payment does.

    A server that ends a connection says so: there is something to read from it. Only then is it asked,
    so that CONN_HEALTH_CHECKS cost no round trip while all is well."""

    def get_connection_params(self) -> dict[str, Any]:
        return {
            **super().get_connection_params(),
            "connection_factory": Connection,
            "cursor_factory": Cursor,
        }

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.autocommit = True
        connection.asker.tzinfo_factory = self.tzinfo_factory if settings.USE_TZ else None
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        if name and not self.autocommit:
            self.connection.hand_to_psycopg2()
        return super().create_cursor(name)

    def ask(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of what a statement answers; None without one. As a cursor's, but without one of
        its own."""
        if self.queries_logged or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchone() if cursor.description else None
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            row: tuple[Any, ...] | None = self.connection.ask(sql, values)
            return row

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        if autocommit or self.queries_logged:
            super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
            return
        self.validate_no_atomic_block()
        self.close_if_health_check_failed()
        self.ensure_connection()
        self._set_autocommit(False)
        self.autocommit = False

    def _commit(self) -> None:
        if self.queries_logged or self.connection is None:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
            return
        with self.wrap_database_errors:
            self.connection.commit()

    def _set_autocommit(self, autocommit: bool) -> None:
        with self.wrap_database_errors:
            if not autocommit:
                self.connection.begin_late()
            else:
                self.connection.end_of_transactions()

    def is_usable(self) -> bool:
        return (self.connection is not None and self._is_quiet()) or super().is_usable()

    def _is_quiet(self) -> bool:
        if self.connection.closed or self.connection.info.transaction_status in BROKEN:
            return False
        return not self.connection.listener.poll(0)
