"""manage.py export_ledger: the journal as CSV, JSON Lines or Beancount."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError, CommandParser

from wallets.ledger.export import FORMATS, Period, count_entries
from wallets.ledger.export.reading import BEGINNING, END
from wallets.ledger.management.terminal import Bar, OneLineCommand, bars_on_stderr
from wallets.ledger.queries import snapshot


def instant(text: str) -> datetime:
    """A date, or a date and time; UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date like 2026-02-01 or 2026-02-01T12:30:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Command(OneLineCommand):
    help = "Write the journal for other programs. A file appears only once it is complete."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--since", type=instant, default=BEGINNING, help="from this date or time on")
        parser.add_argument(
            "--until", type=instant, default=END, help="up to, but without, this date or time"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of standard output")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *args: Any, output: Path | str | None, quiet: bool, **options: Any) -> None:
        if options["since"] >= options["until"]:
            raise CommandError("--since must be before --until.")
        period = Period(options["since"], options["until"])
        try:
            with self._target(output) as write, bars_on_stderr(quiet=quiet) as bars, snapshot():
                bar = Bar(bars, f"export {options['format']}")
                bar.start(count_entries(period))
                for text, entries in FORMATS[options["format"]](period):
                    write(text)
                    bar.advance(entries)
        except OSError as error:
            raise CommandError(f"Could not write {output or 'the export'}: {error.strerror}.") from error

    @contextmanager
    def _target(self, output: Path | str | None) -> Iterator[Callable[[str], object]]:
        if output is None:
            yield partial(self.stdout.write, ending="")
            return
        with written_at_once(Path(output)) as file:
            yield file.write


@contextmanager
def written_at_once(path: Path) -> Iterator[TextIO]:
    """A file that replaces `path` when it is complete and on disk, and leaves nothing if it never is."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
