"""What was measured: a row for each comparison, as a table for people and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison. `bar` is the ratio asked for: at least so much, or with `at_most` at most; None where
    none is asked for."""

    name: str
    unit: str
    ours: float
    reference: float
    bar: float | None
    at_most: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    @property
    def holds(self) -> bool:
        if self.bar is None:
            return True
        return self.ratio <= self.bar if self.at_most else self.ratio >= self.bar

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": round(self.ours, 3),
            "reference": round(self.reference, 3),
            "ratio": round(self.ratio, 3),
            "bar": self.bar,
        }


def write_json(rows: list[Row], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([row.as_json() for row in rows], indent=2) + "\n", encoding="utf-8")


def print_table(rows: list[Row], console: Console) -> None:
    table = Table(title="Store wallet benchmarks")
    for heading in ("benchmark", "unit"):
        table.add_column(heading)
    for heading in ("ours", "reference", "ratio", "bar"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*_cells(row), style=None if row.holds else "bold red")
    console.print(table)


def _cells(row: Row) -> tuple[str, ...]:
    digits = 3 if row.unit == "ms" else 0
    sign = "≤" if row.at_most else "≥"
    return (
        row.name,
        row.unit,
        f"{row.ours:,.{digits}f}",
        f"{row.reference:,.{digits}f}",
        f"{row.ratio:.2f}",
        "–" if row.bar is None else f"{sign} {row.bar:g}",
    )
