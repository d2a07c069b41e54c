"""Reading an uploaded list of customers: one reference or e-mail address a line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from rewards.campaigns.drafts import Uploaded
from rewards.campaigns.exceptions import BadUpload, UnknownCustomers

LARGEST_FILE = 20 * 1024 * 1024
MOST_LINES = 500_000
HEADINGS = frozenset({"customer", "customer_reference", "reference", "email", "e-mail", "e-mail address"})
AT_ONCE = 5_000

Line = tuple[int, str]


def read_list(*, file_name: str, content: bytes) -> Uploaded:
    """The customers whom the first column of a CSV file names, each once; empty lines and a heading
    are passed over. E-mail addresses count in any case, references as they are written.

    Raises `UnknownCustomers` with the numbers of the lines that name nobody, `BadUpload` for what is
    no such file. Only reads.
    """
    lines = list(_lines(_text(content)))
    if not lines:
        raise BadUpload(_("The file names no customers."))
    found: dict[int, None] = {}
    unknown: list[Line] = []
    for start in range(0, len(lines), AT_ONCE):
        part = lines[start : start + AT_ONCE]
        ids = _look_up({name for _number, name in part})
        unknown += [(number, name[:60]) for number, name in part if _key(name) not in ids]
        found.update(dict.fromkeys(ids[_key(name)] for _number, name in part if _key(name) in ids))
    if unknown:
        raise UnknownCustomers(unknown)
    return Uploaded(file_name=file_name, customer_ids=list(found))


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise BadUpload(_("The file is larger than 20 MB. Split it into several campaigns."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadUpload(_("The file is not UTF-8 text. Save it as CSV (UTF-8).")) from error


def _lines(text: str) -> Iterator[Line]:
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    try:
        for row in _limited(reader):
            name = row[0].strip() if row else ""
            if name and not (reader.line_num == 1 and name.lower() in HEADINGS):
                yield reader.line_num, name
    except csv.Error as error:
        raise BadUpload(_("Line %(number)d is no CSV.") % {"number": reader.line_num}) from error


def _limited(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for number, row in enumerate(rows):
        if number >= MOST_LINES:
            raise BadUpload(_("The file has more than 500,000 lines. Split it into several campaigns."))
        yield row


def _key(name: str) -> str:
    return name.lower() if "@" in name else name


def _look_up(names: set[str]) -> dict[str, int]:
    """Ids by e-mail address (in lower case) or reference."""
    users: Any = get_user_model().objects.order_by()
    emails = [_key(name) for name in names if "@" in name]
    found: dict[str, int] = dict(
        users.annotate(key=Lower("email")).filter(key__in=emails).values_list("key", "pk")
    )
    others = [name for name in names if _key(name) not in found]
    found.update(
        {
            _key(reference): pk
            for reference, pk in users.annotate(key=F("reference"))
            .filter(key__in=others)
            .values_list("key", "pk")
        }
    )
    return found
