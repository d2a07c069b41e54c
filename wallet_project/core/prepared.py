"""Reading one row by unique values, with the rows that it refers to. Django makes the SQL of a query with
joins anew each time, which takes longer than asking it; here it is made once in each process,
and the server plans it once in each session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

from wallet_project.core.postgresql.statements import ask_kept

M = TypeVar("M", bound=models.Model)
FROM_DB = models.Model.from_db.__func__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Part:
    """A row's columns within those of the answer, and how each is read. `is_plain`: nothing but these
    values makes an instance, and nobody is told of one."""

    model: type[models.Model]
    names: tuple[str, ...]
    readers: tuple[tuple[int, Any], ...]
    is_plain: bool

    def read(self, values: Sequence[Any], database: BaseDatabaseWrapper) -> models.Model:
        row = list(values)
        for index, field in self.readers:
            row[index] = field.from_db_value(row[index], None, database)
        if not self.is_plain:
            return self.model.from_db(database.alias, self.names, row)
        # As `from_db`, which sets each value by itself.
        made = self.model.__new__(self.model)
        made._state = ModelState()
        made._state.db, made._state.adding = database.alias, False
        made.__dict__.update(zip(self.names, row, strict=True))
        return made


def fetch_one(model: type[M], *related: str, only: tuple[str, ...] = (), **by: Any) -> M | None:
    """The row that `by` names, a value for each field, with the rows behind its foreign keys `related`,
    which must not be empty; None without one. One query.

    `only` names the fields that are read, of related rows like `customer__reference`; the others of a row
    of which any is named are left for later, as Django's `only` does.
    """
    database = connections[DEFAULT_DB_ALIAS]
    plan = _plan(model, related, only, tuple(by))
    values = [field.get_db_prep_value(by[name], database) for name, field in plan.by]
    found = ask_kept(database, (plan.sql, values))
    return None if found is None else _read(plan, related, found, database)


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as it is asked, and how its answer is read."""

    sql: str
    by: tuple[tuple[str, Any], ...]
    parts: tuple[Part, ...]


def _read(plan: Plan, related: tuple[str, ...], values: Sequence[Any], database: BaseDatabaseWrapper) -> Any:
    made: list[Any] = []
    start = 0
    for part in plan.parts:
        end = start + len(part.names)
        made.append(part.read(values[start:end], database))
        start = end
    for name, one in zip(related, made[1:], strict=True):
        made[0]._state.fields_cache[name] = one
    return made[0]


def _part(model: type[models.Model], only: list[str]) -> Part:
    fields = _fields(model, only)
    readers = ((index, field) for index, field in enumerate(fields) if hasattr(field, "from_db_value"))
    return Part(model, tuple(field.attname for field in fields), tuple(readers), _is_plain(model))


def _fields(model: type[models.Model], only: list[str]) -> list[Any]:
    """Those that are read; the key always is."""
    known = model._meta.concrete_fields
    if unknown := set(only) - {field.attname for field in known}:
        raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}.")
    return [field for field in known if not only or field.primary_key or field.attname in only]


def _is_plain(model: type[models.Model]) -> bool:
    is_heard = any(signal.has_listeners(model) for signal in (pre_init, post_init))
    plainly_made = model.__init__ is models.Model.__init__ and model.from_db.__func__ is FROM_DB  # type: ignore[attr-defined]
    attributes = (getattr(model, field.attname) for field in model._meta.concrete_fields)
    return plainly_made and not is_heard and all(isinstance(one, DeferredAttribute) for one in attributes)


def _target(model: type[models.Model], name: str) -> type[models.Model]:
    target: type[models.Model] = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return target


@cache
def _plan(
    model: type[models.Model], related: tuple[str, ...], only: tuple[str, ...], by: tuple[str, ...]
) -> Plan:
    parts = [_part(model, [name for name in only if "__" not in name])]
    columns = list(_columns(parts[0], "t"))
    joins = []
    for number, name in enumerate(related):
        alias, prefix = f"r{number}", f"{name}__"
        target = _target(model, name)
        parts.append(_part(target, [one.removeprefix(prefix) for one in only if one.startswith(prefix)]))
        columns += _columns(parts[-1], alias)
        there = f"{alias}.{_quoted(target._meta.pk.column)}"
        here = f"t.{_quoted(_field(model, name).column)}"
        joins.append(f" JOIN {_quoted(target._meta.db_table)} {alias} ON {there} = {here}")
    wanted = " AND ".join(f"t.{_quoted(_field(model, name).column)} = %s" for name in by)
    table = _quoted(model._meta.db_table)
    sql = f"SELECT {', '.join(columns)} FROM {table} t{''.join(joins)} WHERE {wanted} LIMIT 1"  # noqa: S608
    return Plan(sql, tuple((name, _field(model, name)) for name in by), tuple(parts))


def _columns(part: Part, alias: str) -> Iterator[str]:
    return (f"{alias}.{_quoted(_field(part.model, name).column)}" for name in part.names)


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _quoted(name: str | None) -> str:
    return str(connection.ops.quote_name(str(name)))
