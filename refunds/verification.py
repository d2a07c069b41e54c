"""What `verify_ledger` checks of refunds: that payments, refunds and the journal tell the same story."""

from __future__ import annotations

from collections.abc import Mapping

from refunds.automation.verification import CHECKS as RULE_CHECKS
from wallets.verification import minor_units_of, register_sql_checks

TENDERS_ARE_REFUNDED_BY_REFUNDS = """
    SELECT 'tender ' || t.id, t.refunded, coalesce(a.total, 0)
    FROM checkout_tender t
    LEFT JOIN (SELECT tender_id, sum(amount - returned) AS total FROM refunds_refundallocation
               GROUP BY tender_id) a ON a.tender_id = t.id
    WHERE t.refunded <> coalesce(a.total, 0) OR t.refunded > t.captured
    ORDER BY t.id LIMIT 1000
"""

PAYMENTS_ARE_REFUNDED_BY_TENDERS = """
    SELECT 'payment ' || p.id, p.refunded, sum(t.refunded)
    FROM checkout_payment p JOIN checkout_tender t ON t.payment_id = p.id
    GROUP BY p.id HAVING sum(t.refunded) <> p.refunded OR p.refunded > p.captured
    ORDER BY p.id LIMIT 1000
"""

REFUNDS_SUM = """
    SELECT 'refund ' || r.id, r.amount || ' less ' || r.fee, sum(a.amount) || ' less ' || sum(a.fee)
    FROM refunds_refund r LEFT JOIN refunds_refundallocation a ON a.refund_id = r.id
    GROUP BY r.id
    HAVING CASE WHEN r.status IN ('processing', 'pending_gateway', 'done', 'failed', 'reversed')
           THEN sum(a.amount) IS DISTINCT FROM r.amount OR sum(a.fee) IS DISTINCT FROM r.fee
           ELSE count(a.id) <> 0 END
    ORDER BY r.id LIMIT 1000
"""

PARTS_HAVE_THEIR_ENTRY = """
    SELECT 'part of refund ' || a.id, (a.amount - a.fee + a.bonus) * {scale}, p.amount
    FROM refunds_refundallocation a JOIN refunds_refund r ON r.id = a.refund_id
    JOIN ledger_account c ON c.code = 'gateway_clearing' AND c.currency = a.amount_currency
    LEFT JOIN wallets_wallet w ON w.customer_id = r.customer_id AND w.currency = a.amount_currency
    LEFT JOIN rewards_rewardwallet v ON v.customer_id = r.customer_id AND v.currency = a.amount_currency
    LEFT JOIN ledger_posting p ON p.entry_id = a.entry_id AND p.account_id = CASE a.target
        WHEN 'wallet' THEN w.available_account_id WHEN 'lots' THEN v.available_account_id ELSE c.id END
    WHERE (a.status = 'done' AND a.amount > a.fee
           AND p.amount IS DISTINCT FROM (a.amount - a.fee + a.bonus) * {scale})
        OR (a.status <> 'done' AND a.entry_id IS NOT NULL AND a.undone_entry_id IS NULL)
    ORDER BY a.id LIMIT 1000
"""

ENTRIES_HAVE_THEIR_REFUND = """
    SELECT 'entry ' || e.id, 'a part of a refund', NULL
    FROM ledger_entry e
    WHERE e.kind = 'order_refunded'
        AND NOT EXISTS (SELECT 1 FROM refunds_refundallocation a WHERE a.entry_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM ledger_entry u JOIN refunds_refundallocation a
                        ON a.undone_entry_id = u.id WHERE u.reverses_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM refunds_refundattempt t WHERE t.entry_id = e.id)
    UNION ALL
    SELECT 'entry ' || e.id, 'a refund taken back', NULL
    FROM ledger_entry e
    WHERE e.kind = 'refund_reversed'
        AND NOT EXISTS (SELECT 1 FROM refunds_refundallocation a WHERE a.undone_entry_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM refunds_refundreversal v WHERE v.bonus_entry_id = e.id)
    LIMIT 1000
"""

REVERSALS_ARE_WHAT_ENTRIES_TOOK = """
    SELECT 'reversal of refund ' || a.refund_id, a.taken * {scale}, coalesce(sum(-p.amount), 0)
    FROM refunds_refundreversal a
    LEFT JOIN (SELECT refund_id, undone_entry_id AS entry_id FROM refunds_refundallocation
               UNION ALL SELECT refund_id, bonus_entry_id FROM refunds_refundreversal) u
        ON u.refund_id = a.refund_id
    LEFT JOIN ledger_entry e ON e.id = u.entry_id AND e.kind = 'refund_reversed'
    LEFT JOIN (ledger_posting p JOIN ledger_account g ON g.id = p.account_id AND g.guarded)
        ON p.entry_id = e.id
    GROUP BY a.id HAVING coalesce(sum(-p.amount), 0) <> a.taken * {scale}
    ORDER BY a.id LIMIT 1000
"""

RETURNS_STAND_WHERE_EVENTS_SAY = """
    SELECT 'return ' || r.id, r.state, e.state
    FROM refunds_returnrequest r
    LEFT JOIN LATERAL (SELECT state FROM refunds_returnevent
                       WHERE return_request_id = r.id ORDER BY id DESC LIMIT 1) e ON true
    WHERE r.state IS DISTINCT FROM e.state
    ORDER BY r.id LIMIT 1000
"""

RETURNS_ARE_REFUNDED_ONCE = """
    SELECT 'return ' || r.id, r.state, string_agg(f.status, ', ')
    FROM refunds_returnrequest r
    LEFT JOIN refunds_refund f ON f.return_request_id = r.id AND f.status NOT IN ('rejected', 'expired')
    GROUP BY r.id
    HAVING CASE r.state
           WHEN 'refunded' THEN count(f.id) <> 1 OR bool_or(f.status IN ('requested', 'approved'))
           WHEN 'inspected' THEN count(f.id) > 1 OR bool_or(f.status NOT IN ('requested', 'approved'))
           ELSE count(f.id) > 0 END
    ORDER BY r.id LIMIT 1000
"""

# A return and its refund name the same goods: so many of each line as were accepted.
RETURNS_ARE_REFUNDED_AS_ACCEPTED = """
    SELECT 'return ' || coalesce(l.return_request_id, f.return_request_id) || ', line '
        || coalesce(l.reference, f.reference), l.accepted, f.quantity
    FROM (SELECT l.return_request_id, l.reference, l.accepted FROM refunds_returnline l
          WHERE l.accepted > 0 AND EXISTS (
              SELECT 1 FROM refunds_refund f WHERE f.return_request_id = l.return_request_id
              AND f.status NOT IN ('rejected', 'expired'))) l
    FULL JOIN (SELECT f.return_request_id, l.reference, l.quantity FROM refunds_refundline l
               JOIN refunds_refund f ON f.id = l.refund_id AND f.return_request_id IS NOT NULL
               AND f.status NOT IN ('rejected', 'expired')) f
        ON f.return_request_id = l.return_request_id AND f.reference = l.reference
    WHERE l.accepted IS DISTINCT FROM f.quantity
    ORDER BY 1 LIMIT 1000
"""

NO_MORE_RETURNED_THAN_BOUGHT = """
    SELECT 'payment ' || payment_id || ', line ' || reference, max(bought), sum(number)
    FROM (SELECT r.payment_id, l.reference, l.bought, coalesce(l.accepted, l.quantity) AS number
          FROM refunds_returnline l JOIN refunds_returnrequest r ON r.id = l.return_request_id
          WHERE r.state IN ('requested', 'approved', 'label_sent', 'received', 'inspected')
              AND NOT EXISTS (SELECT 1 FROM refunds_refund f WHERE f.return_request_id = r.id
                              AND f.status NOT IN ('rejected', 'expired'))
          UNION ALL
          SELECT f.payment_id, l.reference, NULL, l.quantity
          FROM refunds_refundline l JOIN refunds_refund f ON f.id = l.refund_id
          WHERE f.status NOT IN ('rejected', 'expired', 'reversed')
          UNION ALL
          SELECT DISTINCT r.payment_id, l.reference, l.bought, 0
          FROM refunds_returnline l JOIN refunds_returnrequest r ON r.id = l.return_request_id) held
    GROUP BY payment_id, reference HAVING sum(number) > max(bought)
    ORDER BY 1 LIMIT 1000
"""

CHECKS = {
    "tenders are refunded by refunds": TENDERS_ARE_REFUNDED_BY_REFUNDS,
    "payments are refunded by tenders": PAYMENTS_ARE_REFUNDED_BY_TENDERS,
    "refunds are the sum of their parts": REFUNDS_SUM,
    "parts of refunds have their entry": PARTS_HAVE_THEIR_ENTRY,
    "refund entries have their refund": ENTRIES_HAVE_THEIR_REFUND,
    "reversals are what entries took": REVERSALS_ARE_WHAT_ENTRIES_TOOK,
    **RULE_CHECKS,
    "returns stand where their history says": RETURNS_STAND_WHERE_EVENTS_SAY,
    "returns are refunded once": RETURNS_ARE_REFUNDED_ONCE,
    "returns are refunded as accepted": RETURNS_ARE_REFUNDED_AS_ACCEPTED,
    "no more is returned than was bought": NO_MORE_RETURNED_THAN_BOUGHT,
}


def refund_checks() -> Mapping[str, str]:
    """The checks, with how many minor units the journal counts for each currency."""
    scale = minor_units_of("a.amount_currency")
    return {name: sql.replace("{scale}", scale) for name, sql in CHECKS.items()}


def register_refund_checks() -> None:
    """Add the refunds' checks to `verify_ledger`."""
    register_sql_checks(refund_checks())
