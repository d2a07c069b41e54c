"""What other apps add to a wallet at a glance, and to its page. This app knows none of them: they
register a column, or a part of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.safestring import SafeString

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


# Takes the request of the wallet's page in the store's currency; answers with HTML, empty for nothing.
RenderPart = Callable[[HttpRequest], SafeString]
_parts: dict[str, SummaryPart] = {}
_page_parts: dict[str, RenderPart] = {}


def register_summary_part(part: SummaryPart) -> None:
    """Add a part behind those that are there. Safe to repeat; call it when the app is ready."""
    _parts[part.name] = part


def summary_parts() -> tuple[SummaryPart, ...]:
    return tuple(_parts.values())


def register_page_part(name: str, render: RenderPart) -> None:
    """Add a part at the end of the wallet's page, and where money came back to it, in the place of one
    of the same name. Safe to repeat; call it when the app is ready."""
    _page_parts[name] = render


def page_parts() -> tuple[RenderPart, ...]:
    return tuple(_page_parts.values())
