"""manage.py verify_ledger: recompute the whole ledger and say what differs."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from wallets.ledger.management.one_line import OneLineCommand
from wallets.ledger.models import Seal
from wallets.ledger.verification import Check, Finding, Progress, Silent, register_check, snapshot, verify
from wallets.ledger.verification.sealed import kept


class Command(OneLineCommand):
    help = "Recompute the ledger from its postings. Exits with 1 if anything differs. Only reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress, nothing said if all is well")
        parser.add_argument("--limit", type=positive, default=20, help="differences shown of each check (20)")
        parser.add_argument(
            "--kept-seal", metavar="ID:DIGEST", help="a seal as the log kept it; the database must still have it"
        )

    def handle(self, *args: Any, quiet: bool, limit: int, kept_seal: str | None, **options: Any) -> None:
        extra = [("seal is the one kept", kept_seal_check(kept_seal))] if kept_seal else []
        with Bars(*COLUMNS, console=Console(stderr=True), disable=quiet, transient=True) as bars, snapshot():
            findings = list(verify(limit=limit, watch=lambda name: Bar(bars, name), extra=extra))
            seal = Seal.objects.first()
        wrong = [finding for finding in findings if finding.differences]
        for finding in wrong:
            self._tell(finding)
        if wrong:
            sys.exit(1)
        if not quiet:
            self.stdout.write(f"The ledger is sound: {len(findings)} checks, no differences.")
            self.stdout.write(f"Last seal: {seal.pk}:{bytes(seal.digest).hex()}" if seal else "Nothing is sealed yet.")

    def _tell(self, finding: Finding) -> None:
        for difference in finding.differences:
            self.stdout.write(str(difference))
        if finding.limited:
            self.stdout.write(f"{finding.check}: and more")
