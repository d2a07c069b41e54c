"""Is every entry double entry, and does every posting fit its entry and its account?"""

from __future__ import annotations

from wallets.ledger.verification.chunks import by_entries
from wallets.ledger.verification.registry import Check

SUMS_TO_ZERO = """
    SELECT 'entry ' || p.entry_id || ' in ' || p.currency, 'a sum of 0', sum(p.amount)
    FROM ledger_posting p WHERE p.entry_id > %(after)s AND p.entry_id <= %(through)s
    GROUP BY p.entry_id, p.currency HAVING sum(p.amount) <> 0 ORDER BY p.entry_id
"""

HAS_TWO_POSTINGS = """
    SELECT 'entry ' || e.id, 'two or more postings', count(p.id)
    FROM ledger_entry e LEFT JOIN ledger_posting p ON p.entry_id = e.id
    WHERE e.id > %(after)s AND e.id <= %(through)s
    GROUP BY e.id HAVING count(p.id) < 2 ORDER BY e.id
"""

FITS_ITS_ENTRY = """
    SELECT 'posting ' || p.id, 'entry ' || p.entry_id || coalesce(' of ' || e.posted_at, ''),
           CASE WHEN e.id IS NULL THEN 'no such entry' ELSE p.posted_at::text END
    FROM ledger_posting p LEFT JOIN ledger_entry e ON e.id = p.entry_id
    WHERE p.entry_id > %(after)s AND p.entry_id <= %(through)s AND p.posted_at IS DISTINCT FROM e.posted_at
    ORDER BY p.entry_id, p.id
"""

FITS_ITS_ACCOUNT = """
    SELECT 'posting ' || p.id || ' on account ' || p.account_id,
           coalesce(a.currency || CASE WHEN a.guarded THEN ' with' ELSE ' without' END || ' a balance',
                    'such an account'),
           p.currency || CASE WHEN p.balance_after IS NULL THEN ' without' ELSE ' with' END || ' a balance'
    FROM ledger_posting p LEFT JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id > %(after)s AND p.entry_id <= %(through)s
        AND (a.id IS NULL OR a.currency <> p.currency OR a.guarded <> (p.balance_after IS NOT NULL))
    ORDER BY p.entry_id, p.id
"""

NEGATES_WHAT_IT_REVERSES = """
    SELECT 'entry ' || e.id || ' on account ' || l.account_id, 'minus entry ' || e.reverses_id, l.total
    FROM ledger_entry e CROSS JOIN LATERAL (
        SELECT p.account_id, sum(p.amount) AS total FROM ledger_posting p
        WHERE p.entry_id IN (e.id, e.reverses_id) GROUP BY p.account_id HAVING sum(p.amount) <> 0
    ) l
    WHERE e.id > %(after)s AND e.id <= %(through)s AND e.reverses_id IS NOT NULL ORDER BY e.id
"""

FINGERPRINT_FITS = """
    SELECT 'entry ' || e.id, 'the fingerprint of what it says', 'that of something else'
    FROM ledger_entry e LEFT JOIN (
        SELECT p.entry_id, array_agg(p.account_id ORDER BY p.account_id) AS accounts,
               array_agg(p.currency::text ORDER BY p.account_id) AS currencies,
               array_agg(p.amount ORDER BY p.account_id) AS amounts
        FROM ledger_posting p WHERE p.entry_id > %(after)s AND p.entry_id <= %(through)s GROUP BY p.entry_id
    ) p ON p.entry_id = e.id
    WHERE e.id > %(after)s AND e.id <= %(through)s AND e.fingerprint IS DISTINCT FROM ledger_fingerprint(
        e.kind, e.reference, e.description, e.reverses_id, p.accounts, p.currencies, p.amounts)
    ORDER BY e.id
"""

RULES = {
    "entries sum to zero": SUMS_TO_ZERO,
    "entries have two postings": HAS_TWO_POSTINGS,
    "postings fit their entries": FITS_ITS_ENTRY,
    "postings fit their accounts": FITS_ITS_ACCOUNT,
    "reversals negate": NEGATES_WHAT_IT_REVERSES,
    "fingerprints fit": FINGERPRINT_FITS,
}
CHECKS: dict[str, Check] = {name: by_entries(name, sql) for name, sql in RULES.items()}
