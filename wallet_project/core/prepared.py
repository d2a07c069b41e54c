"""Reading one row by unique values, with the rows that it refers to. Django makes the SQL of a query with
joins anew each time, which takes longer than asking it; here it is made once in each process,
and the server plans it once in each session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from wallet_project.core.postgresql.statements import ask_kept

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Part:
    """A row's columns within those of the answer, and how each is read."""

    model: type[models.Model]
    names: tuple[str, ...]
    readers: tuple[tuple[int, Any], ...]

    def read(self, values: Sequence[Any]) -> models.Model:
        row = list(values)
        for index, field in self.readers:
            row[index] = field.from_db_value(row[index], None, connection)
        return self.model.from_db(connection.alias, self.names, row)


def fetch_one(model: type[M], *related: str, **by: Any) -> M | None:
    """The row that `by` names, a value for each field, with the rows behind its foreign keys `related`,
    which must not be empty; None without one. One query."""
    names = tuple(by)
    found = ask_kept(connection, (_statement(model, related, names), _values(model, by)))
    return None if found is None else _read(model, related, found)


def _read(model: type[M], related: tuple[str, ...], values: Sequence[Any]) -> M:
    made: list[Any] = []
    start = 0
    for part in _parts(model, related):
        end = start + len(part.names)
        made.append(part.read(values[start:end]))
        start = end
    for name, one in zip(related, made[1:], strict=True):
        model._meta.get_field(name).set_cached_value(made[0], one)  # type: ignore[union-attr]
    row: M = made[0]
    return row


@cache
def _parts(model: type[models.Model], related: tuple[str, ...]) -> tuple[Part, ...]:
    return tuple(_part(one) for one in (model, *(_target(model, name) for name in related)))


def _part(model: type[models.Model]) -> Part:
    fields = model._meta.concrete_fields
    readers = ((index, field) for index, field in enumerate(fields) if hasattr(field, "from_db_value"))
    return Part(model, tuple(field.attname for field in fields), tuple(readers))


def _target(model: type[models.Model], name: str) -> type[models.Model]:
    target: type[models.Model] = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return target


@cache
def _statement(model: type[models.Model], related: tuple[str, ...], by: tuple[str, ...]) -> str:
    columns = list(_columns(model, "t"))
    joins = []
    for number, name in enumerate(related):
        target, alias = _target(model, name), f"r{number}"
        columns += _columns(target, alias)
        there = f"{alias}.{_quoted(target._meta.pk.column)}"
        here = f"t.{_quoted(_column(model, name))}"
        joins.append(f" JOIN {_quoted(target._meta.db_table)} {alias} ON {there} = {here}")
    wanted = " AND ".join(f"t.{_quoted(_column(model, name))} = %s" for name in by)
    table = _quoted(model._meta.db_table)
    return f"SELECT {', '.join(columns)} FROM {table} t{''.join(joins)} WHERE {wanted} LIMIT 1"  # noqa: S608


def _columns(model: type[models.Model], alias: str) -> Iterator[str]:
    return (f"{alias}.{_quoted(field.column)}" for field in model._meta.concrete_fields)


def _column(model: type[models.Model], name: str) -> str:
    return str(_field(model, name).column)


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _values(model: type[models.Model], by: dict[str, Any]) -> list[Any]:
    return [_field(model, name).get_db_prep_value(value, connection) for name, value in by.items()]


def _quoted(name: str | None) -> str:
    return str(connection.ops.quote_name(str(name)))
