"""manage.py verify_ledger: recompute the whole ledger and say what differs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from wallets.ledger.management.terminal import Bar, OneLineCommand, bars_on_stderr
from wallets.ledger.models import Seal
from wallets.ledger.queries import snapshot
from wallets.ledger.verification import Check, Finding, own_checks, registered_checks, verify
from wallets.ledger.verification.sealed import kept


class Command(OneLineCommand):
    help = "Recompute the ledger from its postings. Only reads. Exits with 1 if anything differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress, and no word if all is well")
        parser.add_argument(
            "--ledger-only",
            action="store_true",
            help="without the checks of other apps (wallets, rewards, …)",
        )
        parser.add_argument("--limit", type=int, default=20, help="differences to show of each check (20)")
        parser.add_argument(
            "--kept-seal",
            metavar="ID:DIGEST",
            help="a seal as the log outside the database has it: the database must have it still",
        )

    def handle(self, *args: Any, quiet: bool, limit: int, kept_seal: str | None, **options: Any) -> None:
        if limit < 1:
            raise CommandError("--limit must be 1 or more.")
        checks = own_checks() if options["ledger_only"] else registered_checks()
        checks = {**checks, **_kept_seal_check(kept_seal)}
        with bars_on_stderr(quiet=quiet) as bars, snapshot():
            findings = list(verify(checks=checks, limit=limit, watch=lambda name: Bar(bars, name)))
            seal = Seal.objects.first()
        self._tell_differences(findings)
        if not quiet:
            self._tell_all_is_well(len(findings), seal)

    def _tell_differences(self, findings: list[Finding]) -> None:
        for finding in findings:
            for difference in finding.differences:
                self.stdout.write(str(difference))
            if finding.limited:
                self.stdout.write(f"{finding.check}: and more")
        if any(finding.differences for finding in findings):
            sys.exit(1)

    def _tell_all_is_well(self, checks: int, seal: Seal | None) -> None:
        self.stdout.write(f"The ledger is sound: {checks} checks, no differences.")
        if seal:
            self.stdout.write(f"Last seal {seal}, through entry {seal.through_id}.")


def _kept_seal_check(text: str | None) -> Mapping[str, Check]:
    if text is None:
        return {}
    seal_id, _, digest = text.partition(":")
    if not seal_id.isdecimal() or not digest:
        raise CommandError("--kept-seal is written as ID:DIGEST.")
    return {"seal is the one kept": kept(int(seal_id), digest)}
