"""Pages of a list by key, newest first: a page of a long list costs as much as one of a short list."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

M = TypeVar("M", bound=Model)

USUAL_PAGE = 50
LARGEST_PAGE = 200
OLDER, NEWER = "o", "n"
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first, and the cursors of the pages before and behind; empty where there is none."""

    results: Sequence[Any]
    next: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page is asked for: after or before which key; without a key the first."""

    size: int = USUAL_PAGE
    key: str = ""
    newer: bool = False


def read_cursor(text: str, size: int) -> Wanted:
    """What a cursor of ours says. Raises `ValidationError` for any other."""
    if not text:
        return Wanted(size=size)
    try:
        direction, _colon, key = base64.urlsafe_b64decode(text.encode()).decode().partition(":")
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise bad_cursor() from error
    if direction not in {OLDER, NEWER} or not key or "\0" in key:
        raise bad_cursor()
    return Wanted(size=size, key=key, newer=direction == NEWER)


def write_cursor(key: Any, *, newer: bool = False) -> str:
    return base64.urlsafe_b64encode(f"{NEWER if newer else OLDER}:{key}".encode()).decode()


def bad_cursor() -> ValidationError:
    return ValidationError({"cursor": [_("This cursor is not one of ours.")]}, code="invalid")


def page_by_key(rows: QuerySet[Any], wanted: Wanted) -> Page:
    """A page of rows by their primary key, which must grow with time."""
    key = _key_reader(rows)(wanted.key) if wanted.key else None
    if wanted.newer:
        found = list(rows.filter(pk__gt=key).order_by("pk")[: wanted.size + 1])
    else:
        older = rows if key is None else rows.filter(pk__lt=key)
        found = list(older.order_by("-pk")[: wanted.size + 1])
    return cut(found, wanted, key_of=lambda row: row.pk)


def within(rows: QuerySet[M], filters: Mapping[str, Any], *, field: str = "created_at") -> QuerySet[M]:
    """Those of the rows that lie in the period of `PeriodFilters`."""
    if "since" in filters:
        rows = rows.filter(**{f"{field}__gte": filters["since"]})
    if "until" in filters:
        rows = rows.filter(**{f"{field}__lt": filters["until"]})
    return rows


def cut(found: Sequence[Any], wanted: Wanted, *, key_of: Callable[[Any], Any]) -> Page:
    """A page of one row more than wanted, which says whether it goes on. `found` comes newest first,
    for a page of newer rows oldest first."""
    more, rows = len(found) > wanted.size, list(found[: wanted.size])
    if wanted.newer:
        rows.reverse()
    if not rows:
        return Page(())
    has_older = more or wanted.newer
    has_newer = more if wanted.newer else bool(wanted.key)
    return Page(
        rows,
        next=write_cursor(key_of(rows[-1])) if has_older else "",
        previous=write_cursor(key_of(rows[0]), newer=True) if has_newer else "",
    )


def _key_reader(rows: QuerySet[Any]) -> Callable[[str], Any]:
    is_uuid = rows.model._meta.pk.get_internal_type() == "UUIDField"

    def read(text: str) -> Any:
        try:
            return UUID(text) if is_uuid else min(int(text), LARGEST_KEY)
        except ValueError as error:
            raise bad_cursor() from error

    return read
