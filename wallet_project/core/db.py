"""Words for what a transaction is meant to be, and what may not happen inside one."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import InsertQuery

from wallet_project.core.postgresql.statements import ask_kept

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


def as_savepoint(database: BaseDatabaseWrapper) -> AbstractContextManager[None]:
    """Of an open transaction a part that can fail alone; where none is open, nothing: a statement is a
    transaction of its own."""
    return transaction.atomic(database.alias) if database.in_atomic_block else nullcontext()


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
    ask_kept(connection, *(_insert(row, connection) for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, using


@dataclass(frozen=True, slots=True)
class _Insert:
    """How a row of a model is inserted. Django makes the SQL anew for each row, which takes longer than
    inserting it; here it is made once in each process."""

    sql: str
    fields: tuple[Any, ...]


_inserts: dict[tuple[type[models.Model], bool], _Insert] = {}


def _insert(row: models.Model, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
    kind = type(row), row.pk is None
    known = _inserts.get(kind) or _inserts.setdefault(kind, _made_insert(row, connection))
    return known.sql, [
        field.get_db_prep_save(field.pre_save(row, True), connection) for field in known.fields
    ]


def _made_insert(row: models.Model, connection: BaseDatabaseWrapper) -> _Insert:
    fields = [field for field in row._meta.local_concrete_fields if not _is_made_there(field, row)]
    query = InsertQuery(type(row))
    query.insert_values(fields, [row])
    [(sql, values)] = query.get_compiler(connection=connection).as_sql()
    if sql.count("%s") != len(fields) or len(values) != len(fields):
        raise TypeError(f"A row of {row._meta.label} takes more than its values.")
    return _Insert(sql, tuple(fields))


def _is_made_there(field: Any, row: models.Model) -> bool:
    return field.generated or (field is row._meta.auto_field and row.pk is None)
