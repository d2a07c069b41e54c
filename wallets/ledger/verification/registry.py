"""What a check is, and the list of those that other apps add."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be, in words."""

    check: str
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.check}: {self.subject}: expected {self.expected}, found {self.found}"


class Progress(Protocol):
    """Told by a check how much work there is, and when a part of it is done."""

    def start(self, total: int) -> None: ...

    def advance(self, steps: int = 1) -> None: ...


class Silent:
    """A progress that nobody watches."""

    def start(self, total: int) -> None:
        pass

    def advance(self, steps: int = 1) -> None:
        pass


Check = Callable[[Progress], Iterator[Difference]]
CHECKS: dict[str, Check] = {}


def register_check(name: str, function: Check) -> None:
    """Add a check to `verify_ledger`. It must only read, and read little at a time.

    Raises `ValueError` if another check has that name; registering the same one again is fine.
    """
    if CHECKS.setdefault(name, function) is not function:
        raise ValueError(f"There is a check named {name!r} already.")


def added_checks() -> Mapping[str, Check]:
    """What other apps registered."""
    return CHECKS


def differences(check: str, sql: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Difference]:
    """The rows of a query that answers with subject, expected and found."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for subject, expected, found in cursor.fetchall():
            yield Difference(check, str(subject), _words(expected), _words(found))


def _words(value: object) -> str:
    return "nothing" if value is None else str(value)
