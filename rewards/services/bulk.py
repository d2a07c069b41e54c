"""What is done for thousands of customers at once, set by set."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection

from rewards.enums import POINTS
from rewards.services.wallets import MONEY_ACCOUNTS, POINTS_ACCOUNTS
from wallet_project.core.db import require_transaction
from wallets.services.posting import open_accounts

MISSING = """
    SELECT u.id FROM unnest(%s::bigint[]) AS u (id) WHERE NOT EXISTS (
        SELECT FROM rewards_rewardwallet w WHERE w.customer_id = u.id AND w.currency = %s)
    ORDER BY u.id
"""
OPEN = """
    INSERT INTO rewards_rewardwallet
        (id, customer_id, currency, available_account_id, held_account_id, pending_account_id, created_at)
    SELECT uuidv7(), u.customer, %s, u.available, u.held, u.pending, now()
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS u (customer, available, held, pending)
"""


def as_array(values: Iterable[object]) -> str:
    """Numbers or UUIDs as a PostgreSQL array literal, which is sent and parsed far quicker than an
    SQL ARRAY[…] of thousands."""
    return "{" + ",".join(map(str, values)) + "}"


def open_missing_wallets(*, customer_ids: Collection[int], currency: str) -> int:
    """Open the reward wallets (for `PTS`, points accounts) that these customers don't have yet;
    answers with how many. Raises `IntegrityError` if somebody opens one of them in this moment: roll
    back and repeat."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(MISSING, [as_array(customer_ids), currency])
        missing = [customer for (customer,) in cursor.fetchall()]
        if missing:
            kinds = POINTS_ACCOUNTS if currency == POINTS else MONEY_ACCOUNTS
            accounts = [open_accounts(kind, currency, count=len(missing)) for kind in kinds]
            cursor.execute(OPEN, [currency, as_array(missing), *map(as_array, accounts)])
    return len(missing)
