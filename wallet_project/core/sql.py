"""Migrations that carry SQL in numbered files, each with its reverse beside it."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations


def run_sql_file(folder: Path, name: str) -> migrations.RunSQL:
    """A migration step that runs `name.sql` forward and `name.reverse.sql` back."""
    forward = (folder / f"{name}.sql").read_text(encoding="utf-8")
    backward = (folder / f"{name}.reverse.sql").read_text(encoding="utf-8")
    return migrations.RunSQL([forward], [backward])
