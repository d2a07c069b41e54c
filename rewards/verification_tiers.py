"""What `verify_ledger` checks of earning and tiers: that rules, accruals and memberships agree."""

from __future__ import annotations

from wallets.verification import register_sql_checks

RULES_GAVE_WHAT_WAS_EARNED = """
    SELECT 'accrual ' || c.id, s.total, c.amount
    FROM rewards_accrual c
    JOIN (SELECT accrual_id, sum(amount) AS total FROM rewards_accrualshare GROUP BY accrual_id) s
        ON s.accrual_id = c.id
    WHERE s.total <> c.amount ORDER BY c.id LIMIT 1000
"""

ACTIVITIES_ARE_RECORDED = """
    SELECT 'accrual ' || c.id, 'the activity of its customer', NULL
    FROM rewards_accrual c JOIN rewards_rewardwallet w ON w.id = c.wallet_id
    WHERE EXISTS (SELECT 1 FROM rewards_accrualshare s WHERE s.accrual_id = c.id)
        AND NOT EXISTS (SELECT 1 FROM rewards_activityrecord r WHERE r.customer_id = w.customer_id
            AND r.activity = c.activity AND r.reference = c.reference)
    ORDER BY c.id LIMIT 1000
"""

ONE_TIER_AT_A_TIME = """
    SELECT 'membership ' || later.id, 'begins when the one before has ended', before.until
    FROM (SELECT id, customer_id, since, until, lag(id) OVER w AS before_id
          FROM rewards_tiermembership WINDOW w AS (PARTITION BY customer_id ORDER BY since, id)) later
    JOIN rewards_tiermembership before ON before.id = later.before_id
    WHERE before.until IS NULL OR before.until > later.since ORDER BY later.id LIMIT 1000
"""

# What was taken back since then, and what came in the same instant, is not known any more: the year had
# something between the two.
TIERS_FIT_THEIR_HISTORY = """
    SELECT 'membership ' || m.id, m.points || ' points', coalesce(p.least, 0) || ' to ' || coalesce(p.most, 0)
    FROM rewards_tiermembership m LEFT JOIN LATERAL (
        SELECT sum(c.amount - c.clawed_back) FILTER (WHERE c.settled_at < m.since) AS least,
               sum(c.amount) AS most
        FROM rewards_accrual c JOIN rewards_rewardwallet w ON w.id = c.wallet_id
        WHERE w.customer_id = m.customer_id AND w.currency = 'PTS'
            AND c.settled_at > m.since - interval '365 days' AND c.settled_at <= m.since) p ON true
    WHERE m.points NOT BETWEEN coalesce(p.least, 0) AND coalesce(p.most, 0)
    UNION ALL
    SELECT 'membership ' || m.id, m.spent || ' ' || m.currency,
           coalesce(s.least, 0) || ' to ' || coalesce(s.most, 0)
    FROM rewards_tiermembership m LEFT JOIN LATERAL (
        SELECT sum(r.spent - r.returned) FILTER (WHERE r.counts_from < m.since) AS least,
               sum(r.spent) AS most
        FROM rewards_activityrecord r
        WHERE r.customer_id = m.customer_id AND r.currency = m.currency
            AND r.counts_from > m.since - interval '365 days' AND r.counts_from <= m.since) s ON true
    WHERE m.spent NOT BETWEEN coalesce(s.least, 0) AND coalesce(s.most, 0)
    LIMIT 1000
"""

TIER_CHECKS = {
    "rules gave what was earned": RULES_GAVE_WHAT_WAS_EARNED,
    "activities are recorded": ACTIVITIES_ARE_RECORDED,
    "one tier at a time": ONE_TIER_AT_A_TIME,
    "tiers fit their history": TIERS_FIT_THEIR_HISTORY,
}


def register_tier_checks() -> None:
    """Add these checks to `verify_ledger`."""
    register_sql_checks(TIER_CHECKS)
