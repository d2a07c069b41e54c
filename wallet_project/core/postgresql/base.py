from __future__ import annotations

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN

from wallet_project.core.postgresql.connection import Connection, Cursor

BROKEN = frozenset({TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN})


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction begins together with its first statement.

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
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        if name and not self.autocommit:
            self.connection.hand_to_psycopg2()
        return super().create_cursor(name)

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
        waiting = poll()
        waiting.register(self.connection.fileno(), POLLIN)
        return not waiting.poll(0)
