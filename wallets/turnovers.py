"""What came in and what went out of many wallets in a span of time, in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection

Key = TypeVar("Key")

# Moves between the accounts of one pot, such as holds, are no turnover: each entry counts by its net.
TURNOVERS = """
    WITH pot AS (
        SELECT * FROM unnest(%(pots)s::int[], %(accounts)s::bigint[]) AS t (number, account_id)
    ), moved AS (
        SELECT pot.number, p.entry_id, sum(p.amount) AS net
        FROM pot JOIN ledger_posting p ON p.account_id = pot.account_id
        WHERE p.posted_at >= %(since)s AND p.posted_at < %(until)s
        GROUP BY pot.number, p.entry_id
    ), turned AS (
        SELECT number, sum(greatest(net, 0)) AS added, sum(greatest(-net, 0)) AS spent
        FROM moved GROUP BY number
    )
    SELECT pot.number, sum(ledger_balance_at(pot.account_id, %(before)s)),
           coalesce(min(turned.added), 0), coalesce(min(turned.spent), 0)
    FROM pot LEFT JOIN turned USING (number) GROUP BY pot.number
"""


@dataclass(frozen=True, slots=True)
class Turnover:
    """Minor units: what there was at first, what came in, what went out."""

    opening: int
    added: int
    spent: int

    @property
    def closing(self) -> int:
        return self.opening + self.added - self.spent

    @property
    def is_empty(self) -> bool:
        """Nothing there and nothing moved."""
        return not (self.opening or self.added or self.spent)


def turnovers(pots: Mapping[Key, Sequence[int]], *, since: datetime, until: datetime) -> dict[Key, Turnover]:
    """The turnover of each pot, a set of ledger accounts of one currency, from `since` to before
    `until`."""
    keys = list(pots)
    pairs = [(number, account) for number, key in enumerate(keys) for account in pots[key]]
    values: dict[str, Any] = {
        "pots": [number for number, _account in pairs],
        "accounts": [account for _number, account in pairs],
        "since": since,
        "until": until,
        "before": since - timedelta(microseconds=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(TURNOVERS, values)
        return {keys[row[0]]: Turnover(*map(int, row[1:])) for row in cursor.fetchall()}
