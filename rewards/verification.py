"""What `verify_ledger` checks of rewards: that lots, holds and accruals and the journal agree."""

from __future__ import annotations

from django.conf import settings

from wallet_project.core.money import decimals_of
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
    FROM (SELECT wallet_id, sum(settled - collected) AS total FROM rewards_shortfall GROUP BY wallet_id) s
    FULL JOIN (SELECT wallet_id, sum("offset") AS total FROM rewards_accrual GROUP BY wallet_id) c
        USING (wallet_id)
    WHERE coalesce(s.total, 0) <> coalesce(c.total, 0) ORDER BY 1 LIMIT 1000
"""

SHORTFALLS_ARE_OF_WHAT_WAS_TAKEN_BACK = """
    SELECT 'accrual ' || c.id, 'at most ' || c.clawed_back, s.total
    FROM rewards_accrual c
    JOIN (SELECT accrual_id, sum(amount) AS total FROM rewards_shortfall GROUP BY accrual_id) s
        ON s.accrual_id = c.id
    WHERE s.total > c.clawed_back ORDER BY c.id LIMIT 1000
"""

SHORTFALLS_ARE_COLLECTED_BY_ENTRIES = """
    SELECT 'shortfall ' || s.id, s.collected, coalesce(e.total, 0)
    FROM rewards_shortfall s JOIN rewards_rewardwallet w ON w.id = s.wallet_id
    LEFT JOIN (
        SELECT split_part(e.idempotency_key, ':', 2) AS shortfall, p.account_id, sum(-p.amount) AS total
        FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id
        WHERE e.kind = 'reward_clawed_back' AND e.idempotency_key LIKE 'shortfall:%' GROUP BY 1, 2
    ) e ON e.shortfall = s.id::text AND e.account_id = w.available_account_id
    WHERE s.collected <> coalesce(e.total, 0) ORDER BY s.id LIMIT 1000
"""

ACCRUALS_HAVE_THEIR_ENTRIES = """
    SELECT 'accrual ' || c.id, c.amount || ' pending, ' || coalesce(l.amount, 0) || ' credited',
           coalesce(p.amount, 0) || ' pending, ' || coalesce(m.amount, 0) || ' credited'
    FROM rewards_accrual c JOIN rewards_rewardwallet w ON w.id = c.wallet_id
    LEFT JOIN rewards_creditlot l ON l.id = c.lot_id
    LEFT JOIN ledger_posting p ON p.entry_id = c.entry_id AND p.account_id = w.pending_account_id
    LEFT JOIN ledger_posting m ON m.entry_id = c.matured_entry_id AND m.account_id = w.available_account_id
    WHERE (c.entry_id IS NOT NULL AND p.amount IS DISTINCT FROM c.amount)
        OR (c.entry_id IS NULL AND c.status = 'pending')
        OR coalesce(m.amount, 0) <> coalesce(l.amount, 0)
        OR coalesce(l.amount, 0) > c.amount - c."offset"
    ORDER BY c.id LIMIT 1000
"""

HOLDS_MATCH_THEIR_ENTRIES = """
    SELECT 'reward hold ' || h.id, h.amount || ' held, ' || h.captured || ' captured',
           coalesce(p.amount, 0) || ' held, ' || coalesce(-c.amount - coalesce(b.amount, 0), 0) || ' captured'
    FROM rewards_rewardhold h JOIN rewards_rewardwallet w ON w.id = h.wallet_id
    LEFT JOIN ledger_posting p ON p.entry_id = h.placed_entry_id AND p.account_id = w.held_account_id
    LEFT JOIN ledger_posting c ON c.entry_id = h.closed_entry_id AND c.account_id = w.held_account_id
    LEFT JOIN ledger_posting b ON b.entry_id = h.closed_entry_id AND b.account_id = w.available_account_id
    WHERE p.amount IS DISTINCT FROM h.amount
        OR (h.closed_entry_id IS NOT NULL AND (c.amount IS DISTINCT FROM -h.amount
            OR coalesce(b.amount, 0) <> h.amount - h.captured))
    ORDER BY h.id LIMIT 1000
"""

EXPIRED_IS_WHAT_ENTRIES_TOOK = """
    SELECT 'reward wallet ' || w.id, coalesce(l.total, 0), coalesce(e.total, 0)
    FROM rewards_rewardwallet w
    LEFT JOIN (SELECT wallet_id, sum(expired) AS total FROM rewards_creditlot GROUP BY wallet_id) l
        ON l.wallet_id = w.id
    LEFT JOIN (SELECT p.account_id, sum(-p.amount) AS total FROM ledger_entry e
               JOIN ledger_posting p ON p.entry_id = e.id WHERE e.kind = 'reward_expired' GROUP BY 1) e
        ON e.account_id = w.available_account_id
    WHERE coalesce(l.total, 0) <> coalesce(e.total, 0) ORDER BY w.id LIMIT 1000
"""

RETURNED_IS_WHAT_ENTRIES_GAVE_BACK = """
    SELECT 'reward wallet ' || w.id, coalesce(h.total, 0), coalesce(e.total, 0)
    FROM rewards_rewardwallet w
    LEFT JOIN (SELECT h.wallet_id, sum(u.returned) AS total
               FROM rewards_rewardhold h JOIN rewards_lotconsumption u ON u.hold_id = h.id
               GROUP BY h.wallet_id) h ON h.wallet_id = w.id
    LEFT JOIN (SELECT p.account_id, sum(p.amount) AS total FROM ledger_entry e
               JOIN ledger_posting p ON p.entry_id = e.id
               WHERE (e.kind IN ('reward_restored', 'hold_released', 'hold_captured') AND p.amount > 0)
                  OR (e.kind = 'refund_reversed' AND NOT EXISTS (
                      SELECT 1 FROM rewards_lotconsumption c WHERE c.entry_id = e.id))
               GROUP BY 1) e ON e.account_id = w.available_account_id
    WHERE coalesce(h.total, 0) <> coalesce(e.total, 0) ORDER BY w.id LIMIT 1000
"""

ADJUSTMENTS_MATCH_THEIR_ENTRY = """
    SELECT 'adjustment ' || j.id, CASE j.direction WHEN 'credit' THEN j.amount ELSE -j.amount END, p.amount
    FROM rewards_rewardadjustment j JOIN rewards_rewardwallet w ON w.id = j.wallet_id
    LEFT JOIN ledger_posting p ON p.entry_id = j.entry_id AND p.account_id = w.available_account_id
    WHERE p.amount IS DISTINCT FROM CASE j.direction WHEN 'credit' THEN j.amount ELSE -j.amount END
    ORDER BY j.id LIMIT 1000
"""

ACCOUNTS_HAVE_AN_OWNER = """
    SELECT 'account ' || a.id, 'a reward wallet of its currency and kind', NULL
    FROM ledger_account a
    LEFT JOIN (
        SELECT part.account_id, w.currency,
               CASE w.currency WHEN 'PTS' THEN 'points_' ELSE 'reward_' END || part.name AS code
        FROM rewards_rewardwallet w
        CROSS JOIN LATERAL (
            VALUES (w.available_account_id, 'available'), (w.held_account_id, 'held'),
                   (w.pending_account_id, 'pending')
        ) AS part (account_id, name)
    ) o ON o.account_id = a.id AND o.currency = a.currency AND o.code = a.code
    WHERE (a.code LIKE 'reward\\_%' OR a.code LIKE 'points\\_%') AND a.guarded AND o.account_id IS NULL
    ORDER BY a.id LIMIT 1000
"""

CONVERSIONS_MATCH_THEIR_ENTRY = """
    SELECT 'conversion ' || c.id, c.points, -p.amount
    FROM rewards_pointsconversion c JOIN rewards_rewardwallet w ON w.id = c.account_id
    LEFT JOIN ledger_posting p ON p.entry_id = c.entry_id AND p.account_id = w.available_account_id
    WHERE p.amount IS DISTINCT FROM -c.points ORDER BY c.id LIMIT 1000
"""

_UNITS = " ".join(f"WHEN '{code}' THEN {10 ** decimals_of(code)}" for code in settings.CURRENCIES)

CONVERSIONS_GIVE_THEIR_VALUE = f"""
    SELECT 'conversion ' || c.id, c.value * CASE c.value_currency {_UNITS} END, p.amount
    FROM rewards_pointsconversion c JOIN rewards_rewardwallet a ON a.id = c.account_id
    LEFT JOIN wallets_wallet w ON w.customer_id = a.customer_id AND w.currency = c.value_currency
    LEFT JOIN rewards_rewardwallet r ON r.customer_id = a.customer_id AND r.currency = c.value_currency
    LEFT JOIN ledger_posting p ON p.entry_id = c.entry_id AND p.account_id =
        CASE c.target WHEN 'wallet' THEN w.available_account_id ELSE r.available_account_id END
    WHERE p.amount IS DISTINCT FROM c.value * CASE c.value_currency {_UNITS} END ORDER BY c.id LIMIT 1000
"""  # noqa: S608 - of the settings' currency codes alone

APPROVED_REQUESTS_ARE_WHAT_WAS_BOOKED = """
    SELECT 'adjustment request ' || r.id, r.direction || ' ' || r.amount, a.direction || ' ' || a.amount
    FROM rewards_rewardadjustmentrequest r
    JOIN rewards_rewardwallet w ON w.id = r.wallet_id
    LEFT JOIN rewards_rewardadjustment a ON a.id = r.adjustment_id
    WHERE w.customer_id <> r.customer_id OR (r.status = 'approved' AND (
        (r.wallet_id, r.direction, r.amount, r.key, r.requester_id)
        IS DISTINCT FROM (a.wallet_id, a.direction, a.amount, a.key, a.actor_id)))
    ORDER BY r.id LIMIT 1000
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
    "shortfalls are of what was taken back": SHORTFALLS_ARE_OF_WHAT_WAS_TAKEN_BACK,
    "shortfalls are collected by entries": SHORTFALLS_ARE_COLLECTED_BY_ENTRIES,
    "accruals have their entries": ACCRUALS_HAVE_THEIR_ENTRIES,
    "reward holds match their entries": HOLDS_MATCH_THEIR_ENTRIES,
    "expired is what entries took": EXPIRED_IS_WHAT_ENTRIES_TOOK,
    "returned is what entries gave back": RETURNED_IS_WHAT_ENTRIES_GAVE_BACK,
    "adjustments of rewards match their entry": ADJUSTMENTS_MATCH_THEIR_ENTRY,
    "approved adjustments of rewards are what was asked for": APPROVED_REQUESTS_ARE_WHAT_WAS_BOOKED,
    "reward accounts have an owner": ACCOUNTS_HAVE_AN_OWNER,
    "conversions match their entry": CONVERSIONS_MATCH_THEIR_ENTRY,
    "conversions give their value": CONVERSIONS_GIVE_THEIR_VALUE,
}


def register_reward_checks() -> None:
    """Add the rewards' checks to `verify_ledger`."""
    register_sql_checks(CHECKS)
