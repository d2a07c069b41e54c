"""What `verify_ledger` checks of rewards: that lots, holds and accruals and the journal agree."""

from __future__ import annotations

from wallets.verification import register_sql_checks

LOTS_ARE_THE_BALANCE = """
    SELECT 'reward wallet ' || w.id, coalesce(l.total, 0), a.balance
    FROM rewards_rewardwallet w JOIN ledger_account a ON a.id = w.available_account_id
    LEFT JOIN (SELECT wallet_id, sum(remaining) AS total FROM rewards_creditlot GROUP BY wallet_id) l
        ON l.wallet_id = w.id
    WHERE a.balance <> coalesce(l.total, 0) ORDER BY w.id LIMIT 1000
"""

LOTS_ADD_UP = """
    SELECT 'lot ' || l.id, l.amount, l.remaining + l.expired + coalesce(u.used, 0)
    FROM rewards_creditlot l
    LEFT JOIN (SELECT lot_id, sum(amount - returned) AS used FROM rewards_lotconsumption GROUP BY lot_id) u
        ON u.lot_id = l.id
    WHERE l.amount <> l.remaining + l.expired + coalesce(u.used, 0) ORDER BY l.id LIMIT 1000
"""

LOTS_HAVE_THEIR_POSTING = """
    SELECT 'lots of entry ' || l.entry_id, sum(l.amount), max(p.amount)
    FROM rewards_creditlot l JOIN rewards_rewardwallet w ON w.id = l.wallet_id
    LEFT JOIN ledger_posting p ON p.entry_id = l.entry_id AND p.account_id = w.available_account_id
    GROUP BY l.entry_id, w.id HAVING sum(l.amount) IS DISTINCT FROM max(p.amount)
    ORDER BY l.entry_id LIMIT 1000
"""

USES_ARE_WHAT_ENTRIES_TOOK = """
    SELECT 'uses of entry ' || u.entry_id, sum(u.amount), max(-p.amount)
    FROM rewards_lotconsumption u JOIN rewards_creditlot l ON l.id = u.lot_id
    JOIN rewards_rewardwallet w ON w.id = l.wallet_id
    LEFT JOIN ledger_posting p ON p.entry_id = u.entry_id AND p.account_id = w.available_account_id
    GROUP BY u.entry_id, w.id HAVING sum(u.amount) IS DISTINCT FROM max(-p.amount)
    ORDER BY u.entry_id LIMIT 1000
"""

HOLDS_ARE_WHAT_IS_HELD = """
    SELECT 'reward wallet ' || w.id, coalesce(h.total, 0), a.balance
    FROM rewards_rewardwallet w JOIN ledger_account a ON a.id = w.held_account_id
    LEFT JOIN (SELECT wallet_id, sum(amount) AS total FROM rewards_rewardhold
               WHERE status = 'active' GROUP BY wallet_id) h ON h.wallet_id = w.id
    WHERE a.balance <> coalesce(h.total, 0) ORDER BY w.id LIMIT 1000
"""

HOLDS_KNOW_THEIR_LOTS = """
    SELECT 'reward hold ' || h.id,
           CASE h.status WHEN 'active' THEN h.amount WHEN 'captured' THEN h.captured ELSE 0 END,
           coalesce(u.used, 0)
    FROM rewards_rewardhold h
    LEFT JOIN (SELECT hold_id, sum(amount) AS paid, sum(amount - returned) AS used
               FROM rewards_lotconsumption GROUP BY hold_id) u ON u.hold_id = h.id
    WHERE coalesce(u.paid, 0) <> h.amount
        OR (h.status = 'active' AND u.used <> h.amount)
        OR (h.status = 'captured' AND u.used > h.captured)
        OR (h.status IN ('voided', 'expired') AND u.used <> 0)
    ORDER BY h.id LIMIT 1000
"""

PENDING_IS_WHAT_ACCRUALS_WAIT_FOR = """
    SELECT 'reward wallet ' || w.id, coalesce(c.total, 0), a.balance
    FROM rewards_rewardwallet w JOIN ledger_account a ON a.id = w.pending_account_id
    LEFT JOIN (SELECT wallet_id, sum(amount - clawed_back) AS total FROM rewards_accrual
               WHERE status = 'pending' GROUP BY wallet_id) c ON c.wallet_id = w.id
    WHERE a.balance <> coalesce(c.total, 0) ORDER BY w.id LIMIT 1000
"""

SHORTFALLS_ARE_PAID_BY_ACCRUALS = """
    SELECT 'reward wallet ' || coalesce(s.wallet_id, c.wallet_id), coalesce(s.total, 0), coalesce(c.total, 0)
    FROM (SELECT wallet_id, sum(settled) AS total FROM rewards_shortfall GROUP BY wallet_id) s
    FULL JOIN (SELECT wallet_id, sum("offset") AS total FROM rewards_accrual GROUP BY wallet_id) c
        USING (wallet_id)
    WHERE coalesce(s.total, 0) <> coalesce(c.total, 0) ORDER BY 1 LIMIT 1000
"""

ACCOUNTS_HAVE_AN_OWNER = """
    SELECT 'account ' || a.id, 'a reward wallet of its currency and kind', NULL
    FROM ledger_account a
    WHERE (a.code LIKE 'reward\\_%' OR a.code LIKE 'points\\_%') AND NOT EXISTS (
        SELECT 1 FROM rewards_rewardwallet w WHERE w.currency = a.currency
            AND a.code = CASE w.currency WHEN 'PTS' THEN 'points_' ELSE 'reward_' END
                || CASE a.id WHEN w.available_account_id THEN 'available'
                             WHEN w.held_account_id THEN 'held' WHEN w.pending_account_id THEN 'pending' END)
        AND a.guarded
    ORDER BY a.id LIMIT 1000
"""

CONVERSIONS_MATCH_THEIR_ENTRY = """
    SELECT 'conversion ' || c.id, c.points, -p.amount
    FROM rewards_pointsconversion c JOIN rewards_rewardwallet w ON w.id = c.account_id
    LEFT JOIN ledger_posting p ON p.entry_id = c.entry_id AND p.account_id = w.available_account_id
    WHERE p.amount IS DISTINCT FROM -c.points ORDER BY c.id LIMIT 1000
"""

CHECKS = {
    "lots are the reward balance": LOTS_ARE_THE_BALANCE,
    "lots add up": LOTS_ADD_UP,
    "lots have their posting": LOTS_HAVE_THEIR_POSTING,
    "uses of lots are what entries took": USES_ARE_WHAT_ENTRIES_TOOK,
    "reward holds are what is held": HOLDS_ARE_WHAT_IS_HELD,
    "reward holds know their lots": HOLDS_KNOW_THEIR_LOTS,
    "pending is what accruals wait for": PENDING_IS_WHAT_ACCRUALS_WAIT_FOR,
    "shortfalls are paid by accruals": SHORTFALLS_ARE_PAID_BY_ACCRUALS,
    "reward accounts have an owner": ACCOUNTS_HAVE_AN_OWNER,
    "conversions match their entry": CONVERSIONS_MATCH_THEIR_ENTRY,
}


def register_reward_checks() -> None:
    """Add the rewards' checks to `verify_ledger`."""
    register_sql_checks(CHECKS)
