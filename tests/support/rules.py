"""Takes out a rule of a table whose rules a function keeps, to see what else holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.ledger import fetch


@contextmanager
def without_rules(function: str, *rules: str) -> Iterator[None]:
    """The rules no longer hold inside; afterwards they do again, for what is written then."""
    [[definition]] = fetch("SELECT pg_get_functiondef(%s::regproc)", function)
    changed = definition
    for rule in rules:
        condition = rf"(THEN '\w+'\s+|:= CASE\s+)WHEN (?:(?!THEN ').)*THEN '{rule}'"
        changed, times = re.subn(condition, rf"\1WHEN false THEN '{rule}'", changed, flags=re.DOTALL)
        assert times == 1
    fetch(changed)
    try:
        yield
    finally:
        fetch(definition)
