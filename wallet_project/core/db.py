"""Words for what a transaction is meant to be, and what may not happen inside one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import InsertQuery

M = TypeVar("M", bound=models.Model)


class NotInTransaction(RuntimeError):
    """A bug of ours: something that must be part of a transaction was called outside one."""


class InTransaction(RuntimeError):
    """A bug of ours: a call to the outside was about to be made inside a transaction."""


def require_transaction(using: str = DEFAULT_DB_ALIAS) -> BaseDatabaseWrapper:
    """The connection whose transaction is open; raises `NotInTransaction` if none is."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise NotInTransaction("This must be called inside transaction.atomic().")
    return connection


def require_no_transaction(using: str = DEFAULT_DB_ALIAS) -> None:
    """Raise `InTransaction` if a transaction is open: its locks would wait for somebody's network."""
    if connections[using].in_atomic_block:
        raise InTransaction("No call to the outside inside a transaction.")


def after_commit(task: Any, **kwargs: Any) -> None:
    """Hand a Celery task to the broker once the open transaction has committed.

    A broker that is down is no error: every such task has a sweep that finds what was missed.
    """

    def send() -> None:
        # A function, no partial: Django logs a failed hook by its __qualname__.
        task.apply_async(kwargs=kwargs, retry=False)

    transaction.on_commit(send, robust=True)


def the_one(rows: models.QuerySet[M]) -> M | None:
    """The only row; None without one. `first` for rows that a unique value names, without its order."""
    return next(iter(rows.order_by()[:1]), None)


def insert_together(*rows: models.Model, using: str = DEFAULT_DB_ALIAS) -> None:
    """Insert new rows, of whatever models, in this order and in one round trip. Those without a key get
    none to know; no signals are sent. Raises `NotInTransaction`, and `IntegrityError` as `save` does."""
    connection = require_transaction(using)
    statements = [statement for row in rows for statement in _insert(row, connection)]
    _execute(connection, statements)
    for row in rows:
        row._state.adding, row._state.db = False, using


def read_under_locks(
    rows: models.QuerySet[M], *locks: models.QuerySet[Any], using: str = DEFAULT_DB_ALIAS
) -> list[M]:
    """Take row locks one after the other, then read `rows`; all of it in one round trip.

    Each statement sees what had committed before it began, so `rows` are read under the locks. Of
    `rows` only columns of its own and annotations are read, no related rows. Raises `NotInTransaction`.
    """
    require_transaction(using)
    statements = [lock.order_by("pk").values("pk").query.sql_with_params() for lock in locks]
    statements.append(rows.query.sql_with_params())
    return list(rows.model._default_manager.using(using).raw(*_joined(statements)))


def _insert(row: models.Model, connection: BaseDatabaseWrapper) -> list[tuple[str, Any]]:
    fields = [field for field in row._meta.local_concrete_fields if not _is_made_there(field, row)]
    query = InsertQuery(type(row))
    query.insert_values(fields, [row])
    found: list[tuple[str, Any]] = query.get_compiler(connection=connection).as_sql()
    return found


def _is_made_there(field: Any, row: models.Model) -> bool:
    return field.generated or (field is row._meta.auto_field and row.pk is None)


def _execute(connection: BaseDatabaseWrapper, statements: Sequence[tuple[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(*_joined(statements))


def _joined(statements: Sequence[tuple[str, Any]]) -> tuple[str, list[Any]]:
    return "; ".join(sql for sql, _p in statements), [one for _sql, params in statements for one in params]
