import csv
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from djmoney.money import Money

from wallets.export import csv_chunks, plain_cell
from wallets.queries import Movement
from wallets.words import Story


def movement(note="", reference=""):
    return Movement(
        entry_id=7,
        posted_at=datetime(2026, 3, 1, 22, 30, tzinfo=UTC),
        amount=Money("-12.50", "EUR"),
        balance_after=Money("37.50", "EUR"),
        story=Story("adjustment_debit", reference, note),
    )


def rows(*pages):
    text = "".join(csv_chunks(pages, zone=ZoneInfo("Europe/Sofia")))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_a_row_has_plain_numbers_and_the_customers_time():
    head, row = rows([movement(note="Entered twice")])
    assert head == ["Time", "Movement", "What", "Note", "Order", "Amount", "Available after", "Currency"]
    assert row == [
        "2026-03-02T00:30:00+02:00",
        "7",
        "Debited by the store",
        "Entered twice",
        "",
        "-12.50",
        "37.50",
        "EUR",
    ]


def test_nothing_to_export_still_has_a_head():
    assert len(rows()) == 1


@pytest.mark.parametrize(
    "evil",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("http://x","y")'],
)
def test_no_cell_begins_like_a_formula(evil):
    _head, row = rows([movement(note=evil)])
    assert row[3] == f"'{evil}"


def test_harmless_text_stays_as_it_is():
    assert plain_cell("2 = two, and a-b") == "2 = two, and a-b"


def test_quotes_commas_and_line_breaks_stay_in_their_cell():
    evil = 'a","b\n1,2'
    assert rows([movement(note=evil)])[1][3] == evil


def test_the_language_is_that_of_the_call_also_when_it_is_read_later():
    with translation.override("bg"):
        chunks = csv_chunks([[movement()]], zone=UTC)
        inside = "".join(csv_chunks([[movement()]], zone=UTC))
    assert "".join(chunks) == inside
    assert translation.get_language() == "en"
