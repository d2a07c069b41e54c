"""What expires: swept to breakage by the clock, wallet by wallet or in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rewards.locks import lock_reward_wallet
from rewards.services.bulk import as_array
from rewards.services.lots import sweep_expired
from wallets.services.posting import EntryKind, chart, post_spread

CHUNK = 5_000

# Of the lots, this reads nothing but the index `lots_by_expiry`.
NEXT_LOTS = """
    SELECT l.id::text FROM rewards_creditlot l
    WHERE l.remaining > 0 AND l.expires_at IS NOT NULL AND l.expires_at <= %s
    ORDER BY l.expires_at, l.id LIMIT %s
"""
# A wallet in whose hands somebody else is comes with the next round.
LOCK_WALLETS = """
    SELECT w.id::text FROM rewards_rewardwallet w
    WHERE w.id IN (SELECT l.wallet_id FROM rewards_creditlot l WHERE l.id = ANY (%s::uuid[]))
    ORDER BY w.id FOR NO KEY UPDATE SKIP LOCKED
"""
EXPIRED_LOTS = """
    SELECT l.id::text, l.expired, l.remaining, w.available_account_id, w.currency
    FROM rewards_creditlot l JOIN rewards_rewardwallet w ON w.id = l.wallet_id
    WHERE l.wallet_id = ANY (%s::uuid[]) AND l.remaining > 0 AND l.expires_at <= %s ORDER BY l.id
"""
WRITE_OFF = """
    UPDATE rewards_creditlot SET expired = expired + remaining, remaining = 0, expiry_entry_id = %s
    WHERE id = ANY (%s::uuid[])
"""
ExpiredLot = tuple[str, int, int, int, str]


def expire_lots_of(*, wallet_id: UUID, now: datetime) -> int:
    """Write off what has expired in one reward wallet; answers with how many minor units. Safe to
    repeat."""
    with transaction.atomic():
        return sweep_expired(lock_reward_wallet(wallet_id), now=now)


def expire_next_lots(*, now: datetime, limit: int = CHUNK) -> int:
    """Write off what has expired in the wallets of the lots that expired first, at most so many lots
    to look for; answers with how many were written off, zero when none are left (or all that are
    left are in other hands).

    The same as `expire_lots_of` for each of the wallets, with one entry for all of a currency. Safe
    to repeat, to run at once from several places, and to be killed anywhere.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NEXT_LOTS, [now, limit])
        found = [lot for (lot,) in cursor.fetchall()]
        cursor.execute(LOCK_WALLETS, [as_array(found)])
        wallets = [wallet for (wallet,) in cursor.fetchall()]
        cursor.execute(EXPIRED_LOTS, [as_array(wallets), now])
        by_currency: dict[str, list[ExpiredLot]] = defaultdict(list)
        for lot in cursor.fetchall():
            by_currency[lot[4]].append(lot)
        for currency in sorted(by_currency):
            _write_off(currency, by_currency[currency])
        return sum(map(len, by_currency.values()))


def _write_off(currency: str, lots: Sequence[ExpiredLot]) -> None:
    """Post what these lots of locked wallets have left to breakage, and empty them."""
    amounts: dict[int, int] = defaultdict(int)
    for _lot, _expired, remaining, account, _currency in lots:
        amounts[account] -= remaining
    first, expired_before = lots[0][0], lots[0][1]
    entry_id, _replayed = post_spread(
        key=f"rewards_expired:{first}:{expired_before}",
        kind=EntryKind.REWARD_EXPIRED,
        currency=currency,
        amounts=amounts,
        against=chart.BREAKAGE,
    )
    with connection.cursor() as cursor:
        cursor.execute(WRITE_OFF, [entry_id, as_array(lot[0] for lot in lots)])
