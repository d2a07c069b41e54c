"""What every statement's pages do, whoever's movements they show: filters, pages by key, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from wallets.export import csv_chunks
from wallets.forms import StatementFilterForm
from wallets.queries import Movement
from wallets.statements import StatementPage, read_cursor

ReadPage = Callable[..., StatementPage]


def statement_context(
    request: HttpRequest, form: StatementFilterForm, read: ReadPage | None
) -> dict[str, Any]:
    """What `wallets/statement.html` needs, beside `page_url` and `export_url`. `read` takes `filters`,
    `before` and `after` and answers with a page; it is None where there is no account yet."""
    page, broken = StatementPage(()), False
    if read is not None and form.is_valid():
        page, broken = _page(request, form, read)
    return {
        "has_account": read is not None,
        "form": form,
        "page": page,
        "broken": broken,
        "newer": _link(request, form, after=page.newer),
        "older": _link(request, form, before=page.older),
        "query": _query(request, form),
    }


def csv_answer(rows: Iterable[list[Movement]], *, name: str) -> HttpResponseBase:
    """All of these movements as a file of today, streamed."""
    file = f"{name}-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_chunks(rows, zone=timezone.get_current_timezone()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _page(request: HttpRequest, form: StatementFilterForm, read: ReadPage) -> tuple[StatementPage, bool]:
    """The page that the address asks for, or the newest and True where it asks in nonsense."""
    given = {name: request.GET[name] for name in ("before", "after") if name in request.GET}
    cursors = {name: read_cursor(text) for name, text in given.items()}
    broken = len(given) > 1 or None in cursors.values()
    page = read(
        filters=form.filters(),
        before=None if broken else cursors.get("before"),
        after=None if broken else cursors.get("after"),
    )
    return page, broken


def _query(request: HttpRequest, form: StatementFilterForm, **cursor: str) -> str:
    kept = {name: request.GET[name] for name in ("currency", *form.fields) if request.GET.get(name)}
    return urlencode({**kept, **cursor})


def _link(request: HttpRequest, form: StatementFilterForm, **cursor: str) -> str:
    return f"?{_query(request, form, **cursor)}" if any(cursor.values()) else ""
