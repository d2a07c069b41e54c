"""What the ledger does by the clock. Each is safe to run twice, and at the same time."""

from __future__ import annotations

from celery import shared_task

from wallets.ledger import seals


@shared_task
def seal_ledger() -> None:
    """Seal what was posted since the last seal."""
    seals.seal_now()


@shared_task
def roll_up_balances() -> None:
    """Add up what the system accounts gained since the last checkpoint."""
    seals.roll_up_now()
