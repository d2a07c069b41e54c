"""A statement as CSV, a chunk at a time, with no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from io import StringIO

from django.utils import translation
from django.utils.translation import gettext as _

from wallets.queries import Movement

BYTE_ORDER_MARK = "\ufeff"  # so that spreadsheets read UTF-8
# owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_chunks(pages: Iterable[list[Movement]], *, zone: tzinfo) -> Iterator[str]:
    """The file's text in pieces, times in `zone`, words in the language that was active at the call."""
    return _chunks(pages, zone, translation.get_language())


def _chunks(pages: Iterable[list[Movement]], zone: tzinfo, language: str | None) -> Iterator[str]:
    with translation.override(language):
        head = _text([_header()])
    yield BYTE_ORDER_MARK + head
    for page in pages:
        with translation.override(language):
            chunk = _text(_row(movement, zone) for movement in page)
        yield chunk


def _header() -> list[str]:
    return [
        _("Time"),
        _("Movement"),
        _("What"),
        _("Note"),
        _("Order"),
        _("Amount"),
        _("Available after"),
        _("Currency"),
    ]


def _row(movement: Movement, zone: tzinfo) -> list[str]:
    return [
        movement.posted_at.astimezone(zone).isoformat(timespec="seconds"),
        str(movement.entry_id),
        plain_cell(movement.title),
        plain_cell(movement.note),
        plain_cell(movement.reference),
        str(movement.amount.amount),
        str(movement.balance_after.amount),
        str(movement.amount.currency),
    ]


def plain_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _text(rows: Iterable[list[str]]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
