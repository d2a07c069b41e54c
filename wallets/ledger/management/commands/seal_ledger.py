"""manage.py seal_ledger: seal now, for those who run no Celery beat, and after a restore."""

from __future__ import annotations

from typing import Any

from wallets.ledger import seals
from wallets.ledger.management.terminal import OneLineCommand


class Command(OneLineCommand):
    help = "Seal every entry that no running transaction can precede, and roll up balances."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = seals.seal_now()
        self.stdout.write(f"Sealed: {sealed} entries. Rolled up: {seals.roll_up_now()} accounts.")
