from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console

from benchmarks.report import Row, print_table, write_json

FASTER = Row("posting", "entries/s", ours=700.0, reference=1000.0, bar=0.6)
SLOWER = Row("reading", "ms", ours=1.5, reference=1.0, bar=1.2, at_most=True)


def test_a_rate_holds_from_its_bar_up_and_a_time_up_to_its_bar():
    assert FASTER.ratio == 0.7
    assert FASTER.holds
    assert not SLOWER.holds


@pytest.mark.parametrize(("row", "holds"), [(FASTER, True), (SLOWER, True)])
def test_the_bar_itself_holds(row, holds):
    assert Row("exact", row.unit, row.bar, 1.0, row.bar, row.at_most).holds is holds


def test_where_no_bar_is_asked_for_all_holds_and_the_table_has_a_dash():
    row = Row("machine", "entries/s", ours=1.0, reference=9.0, bar=None)
    out = StringIO()
    print_table([row], Console(file=out, width=120))
    assert row.holds
    assert (row.as_json()["bar"], "–" in out.getvalue()) == (None, True)


def test_json_is_a_list_of_rows_with_exactly_these_keys(tmp_path):
    write_json([FASTER, SLOWER], tmp_path / "new" / "results.json")
    written = json.loads((tmp_path / "new" / "results.json").read_text())
    posting = {"name": "posting", "unit": "entries/s", "ours": 700.0, "reference": 1000.0}
    reading = {"name": "reading", "unit": "ms", "ours": 1.5, "reference": 1.0}
    assert written == [posting | {"ratio": 0.7, "bar": 0.6}, reading | {"ratio": 1.5, "bar": 1.2}]


def test_the_table_shows_ratios_and_which_way_the_bar_points():
    out = StringIO()
    print_table([FASTER, SLOWER], Console(file=out, width=120))
    assert "0.70" in out.getvalue()
    assert "≥ 0.6" in out.getvalue()
    assert "≤ 1.2" in out.getvalue()
