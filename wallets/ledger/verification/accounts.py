"""Do the balances on accounts, on postings and in checkpoints follow from the postings?"""

from __future__ import annotations

from collections.abc import Iterator

from wallets.ledger.models import LedgerAccount
from wallets.ledger.verification.chunks import by_guarded_accounts
from wallets.ledger.verification.registry import Check, Difference, Progress, differences

# By induction, the last balance of an unbroken chain that starts at zero is the sum of the postings.
CHAIN_IS_UNBROKEN = """
    SELECT 'posting ' || c.id || ' on account ' || c.account_id, c.before + c.amount, c.balance_after
    FROM (
        SELECT p.id, p.account_id, p.posted_at, p.amount, p.balance_after,
               lag(p.balance_after, 1, 0::bigint) OVER (
                   PARTITION BY p.account_id ORDER BY p.posted_at, p.id) AS before
        FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id AND a.guarded
        WHERE p.account_id > %(after)s AND p.account_id <= %(through)s
    ) c
    WHERE c.balance_after IS DISTINCT FROM c.before + c.amount
    ORDER BY c.account_id, c.posted_at, c.id LIMIT 1000
"""

BALANCE_IS_THE_LAST = """
    SELECT 'account ' || a.id, coalesce(l.balance_after, 0) || ' of ' || coalesce(l.posted_at::text, 'never'),
           a.balance || ' of ' || coalesce(a.last_posted_at::text, 'never')
    FROM ledger_account a LEFT JOIN LATERAL (
        SELECT p.balance_after, p.posted_at FROM ledger_posting p WHERE p.account_id = a.id
        ORDER BY p.posted_at DESC, p.id DESC LIMIT 1
    ) l ON true
    WHERE a.id > %(after)s AND a.id <= %(through)s AND a.guarded
        AND (a.balance <> coalesce(l.balance_after, 0) OR a.last_posted_at IS DISTINCT FROM l.posted_at)
    ORDER BY a.id
"""

NOTHING_IS_BELOW_FLOOR = """
    SELECT 'account ' || a.id, a.floor || ' or more', a.balance FROM ledger_account a
    WHERE a.id > %(after)s AND a.id <= %(through)s AND a.guarded AND a.balance < a.floor ORDER BY a.id
"""

# From one checkpoint to the next, so that each posting is read once.
CHECKPOINTS_ADD_UP = """
    SELECT 'account ' || c.account_id || ' at ' || c.at, c.before + s.total, c.balance
    FROM (
        SELECT k.account_id, k.at, k.balance, lag(k.at, 1, '-infinity') OVER w AS since,
               lag(k.balance, 1, 0::bigint) OVER w AS before
        FROM ledger_checkpoint k WHERE k.account_id = %(account)s WINDOW w AS (ORDER BY k.at)
    ) c CROSS JOIN LATERAL (
        SELECT coalesce(sum(p.amount), 0) AS total FROM ledger_posting p
        WHERE p.account_id = c.account_id AND p.posted_at > c.since AND p.posted_at <= c.at
    ) s
    WHERE c.balance <> c.before + s.total ORDER BY c.at
"""

BEHIND_THE_HORIZON = """
    SELECT 'account ' || c.account_id, 'no checkpoint after ' || coalesce(h.at::text, 'the beginning'), c.at
    FROM ledger_checkpoint c LEFT JOIN ledger_horizon h ON true
    WHERE h.at IS NULL OR c.at > h.at ORDER BY c.id
"""


def checkpoints_add_up(progress: Progress) -> Iterator[Difference]:
    """Each checkpoint is the one before it plus what was posted between them."""
    accounts = LedgerAccount.objects.filter(checkpoints__isnull=False).distinct().order_by("pk")
    ids = list(accounts.values_list("pk", flat=True))
    progress.start(len(ids))
    for account_id in ids:
        yield from differences("checkpoints add up", CHECKPOINTS_ADD_UP, {"account": account_id})
        progress.advance()


def checkpoints_are_behind_the_horizon(progress: Progress) -> Iterator[Difference]:
    """Nothing was rolled up beyond the instant that postings stay above."""
    progress.start(1)
    yield from differences("checkpoints are behind the horizon", BEHIND_THE_HORIZON)
    progress.advance()


RULES = {
    "balances form chains": CHAIN_IS_UNBROKEN,
    "accounts show the last balance": BALANCE_IS_THE_LAST,
    "no account is below its floor": NOTHING_IS_BELOW_FLOOR,
}
CHECKS: dict[str, Check] = {name: by_guarded_accounts(name, sql) for name, sql in RULES.items()} | {
    "checkpoints add up": checkpoints_add_up,
    "checkpoints are behind the horizon": checkpoints_are_behind_the_horizon,
}
