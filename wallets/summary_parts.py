"""What other apps add to a wallet at a glance. This app knows none of them: they register a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """An amount that is read with the wallet, in the same query, and shown beside it.

    `sql` is a scalar expression of minor units; `who.customer_id` and `who.currency`, that of the
    wallet, are there for it. It is a constant of the program and has no percent sign. `currency` is
    the amount's, empty for the wallet's. `url_name` is the page about it, without arguments.
    """

    name: str
    title: StrOrPromise
    sql: str
    url_name: str
    currency: str = ""


_parts: dict[str, SummaryPart] = {}


def register_summary_part(part: SummaryPart) -> None:
    """Add a part behind those that are there. Safe to repeat; call it when the app is ready."""
    _parts[part.name] = part


def summary_parts() -> tuple[SummaryPart, ...]:
    return tuple(_parts.values())
