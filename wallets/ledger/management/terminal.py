"""What the ledger's commands share: a progress bar, and refusals in one line."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress as Bars


def bars_on_stderr(*, quiet: bool) -> Bars:
    """A display for progress bars that leaves standard output alone and the terminal clean."""
    return Bars(console=Console(stderr=True), disable=quiet, transient=True)


class Bar:
    """The progress of one thing, as a line of the display."""

    def __init__(self, bars: Bars, name: str) -> None:
        self.bars = bars
        self.task = bars.add_task(name, total=None)

    def start(self, total: int) -> None:
        self.bars.update(self.task, total=total)

    def advance(self, steps: int = 1) -> None:
        self.bars.advance(self.task, steps)


class OneLineCommand(BaseCommand):
    """A command that refuses in one line with exit code 1, also arguments that it doesn't know.

    Stopped with Ctrl-C it says so and exits with 130.
    """

    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        self._refuse_unknown_arguments(argv)
        try:
            super().run_from_argv(argv)
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")
            sys.exit(130)

    def _refuse_unknown_arguments(self, argv: list[str]) -> None:
        try:
            self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
        except CommandError as error:
            self.stderr.write(str(error))
            sys.exit(1)
