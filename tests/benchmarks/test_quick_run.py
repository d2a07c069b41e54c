"""All that runs without django-hordak's environment, in its quick form. Nothing here looks at a speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.crew import ROOT

ROWS = {
    "single-entry": ["one entry a transaction, 1 process", "one entry a transaction, 4 processes"],
    "system-account": ["one system account, 4 processes against 1"],
    "batch": ["500 entries in one call"],
    "long-history": ["balance and first page, 5,000 postings against 100"],
    "campaign": [
        "campaign over 2,000 customers, each with a lot",
        "most memory of the campaign's worker",
    ],
    "expiry": ["expiry of 2,000 lots"],
    "paying": ["wallet payment with its message, against one without"],
    "api": [
        "GET /wallets/{id}/, against a view that does nothing",
        "POST /payments/, wallet only, against a view that does nothing",
    ],
    "machine": [
        "the reference from Django, 1 process",
        "the reference from Django, 4 processes",
        "the reference by pgbench, 4 clients against 1",
        "the reference from Django, 4 processes against 1",
    ],
}


@pytest.fixture(scope="module")
def rows():
    # Not in pytest's folder: the server runs as somebody else, and another pytest that begins shuts it.
    with TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        yield measured(Path(folder))


def measured(folder):
    only = [argument for name in ROWS for argument in ("--only", name)]
    places = ["--data-dir", str(folder), "--output", str(folder / "results.json")]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *only, *places], cwd=ROOT, env=environment, check=True
    )
    return json.loads((folder / "results.json").read_text())


def test_every_benchmark_reports_its_rows(rows):
    assert [row["name"] for row in rows] == [name for names in ROWS.values() for name in names]


def test_every_row_has_positive_numbers_and_the_bar_that_was_asked_for(rows):
    bars = [0.6, 0.6, 2.0, 0.6, 1.2, 0.5, 1.0, 0.5, 0.95, 0.7, 0.35]
    assert [row["bar"] for row in rows] == [*bars, *[None] * 4]
    for row in rows:
        assert set(row) == {"name", "unit", "ours", "reference", "ratio", "bar"}
        assert min(row["ours"], row["reference"], row["ratio"]) > 0
