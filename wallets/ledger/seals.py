"""What happens behind the horizon: entries are sealed, system accounts are rolled up.

Both are safe to repeat, to run at the same time and to be killed. What a running transaction could
still change is left to the next call; each call first does what has become certain since the last,
so that a ledger which is never quiet is sealed and rolled up all the same.
"""

from __future__ import annotations

import logging
import time

from django.db import connection

from wallets.ledger.models import Seal

logger = logging.getLogger(__name__)

ENTRIES_PER_SEAL = 10_000
PATIENCE_SECONDS = 1.0


def seal_now() -> int:
    """Seal all entries that no running transaction can precede; answers how many were sealed.

    Logs the newest digest: a copy of the log outside the database is what shows that somebody
    rewrote the ledger and all its seals with it.
    """
    sealed = _seal_what_is_settled()
    settle_horizon()
    sealed += _seal_what_is_settled()
    if sealed:
        last = Seal.objects.latest("id")
        logger.info("Seal %s, through entry %d.", last, last.through_id)
    return sealed


def roll_up_now() -> int:
    """Write a checkpoint for each system account that moved; answers how many were written."""
    written = _number("SELECT ledger_roll_up()")
    settle_horizon()
    return written + _number("SELECT ledger_roll_up()")


def settle_horizon() -> None:
    """Move the horizon to now, if the transactions that ran at its last move have ended.

    Waits a moment for those that run at this one. Outside a transaction each step commits by
    itself, as it must: who starts after the first step sees the new instant, and who is running is
    noted only then.
    """
    for step in ("SELECT ledger_advance_horizon()", "SELECT ledger_note_running()"):
        with connection.cursor() as cursor:
            cursor.execute(step)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _number("SELECT ledger_is_settled()::int") and time.monotonic() < deadline:
        time.sleep(0.01)


def _seal_what_is_settled() -> int:
    sealed = 0
    while count := _number("SELECT ledger_seal_next(%s)", ENTRIES_PER_SEAL):
        sealed += count
    return sealed


def _number(sql: str, *parameters: int) -> int:
    """What a function of the ledger answers; 0 for NULL, which is: not settled yet."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0] or 0
