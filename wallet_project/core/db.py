"""Words for what a transaction is meant to be, and what may not happen inside one."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


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
