"""Commands that say what is wrong in one line and exit with 1, also for arguments they don't know."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr

from django.core.management.base import BaseCommand


class OneLineCommand(BaseCommand):
    """A command whose refusals are one line; stopped with Ctrl-C it exits with 130."""

    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        self._refuse_unknown_arguments(argv)
        try:
            super().run_from_argv(argv)
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")
            sys.exit(130)

    def _refuse_unknown_arguments(self, argv: list[str]) -> None:
        said = io.StringIO()
        try:
            with redirect_stderr(said):
                self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
        except SystemExit as stop:
            if not stop.code:
                raise
            self.stderr.write(said.getvalue().strip().splitlines()[-1])
            sys.exit(1)
