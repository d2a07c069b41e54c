"""What happens behind the horizon: entries are sealed, system accounts are rolled up.

Both are safe to repeat, to run at the same time and to be killed. Neither waits for anybody: what
a running transaction could still change is left to the next call.
"""

from __future__ import annotations

import logging

from django.db import connection

from wallets.ledger.models import Seal

logger = logging.getLogger(__name__)

ENTRIES_PER_SEAL = 10_000


def seal_now() -> int:
    """Seal all entries that no running transaction can precede; answers how many were sealed.

    Logs the newest digest: a copy of the log outside the database is what shows that somebody
    rewrote the ledger and all its seals with it.
    """
    settle_horizon()
    sealed = 0
    while count := _count("SELECT ledger_seal_next(%s)", ENTRIES_PER_SEAL):
        sealed += count
    if sealed:
        last = Seal.objects.latest("id")
        logger.info("Seal %d covers entries through %d: %s", last.pk, last.through_id, bytes(last.digest).hex())
    return sealed


def roll_up_now() -> int:
    """Write a checkpoint for each system account that moved; answers how many were written."""
    settle_horizon()
    return _count("SELECT ledger_roll_up()")


def settle_horizon() -> None:
    """Move the horizon to now, if the transactions that ran at its last move have ended.

    Outside a transaction each step commits by itself, as it must: who starts after the first step
    sees the new instant, and who is running is noted only then.
    """
    for step in ("ledger_advance_horizon", "ledger_note_running"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {step}()")


def _count(sql: str, *parameters: object) -> int:
    """How many rows a step wrote; none while the horizon is not settled."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0] or 0
