from __future__ import annotations

from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN

BROKEN = frozenset({TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN})


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ends a connection says so: there is something to read from it. Only then is it asked,
    so that CONN_HEALTH_CHECKS cost no round trip while all is well."""

    def is_usable(self) -> bool:
        return (self.connection is not None and self._is_quiet()) or super().is_usable()

    def _is_quiet(self) -> bool:
        if self.connection.closed or self.connection.info.transaction_status in BROKEN:
            return False
        waiting = poll()
        waiting.register(self.connection.fileno(), POLLIN)
        return not waiting.poll(0)
