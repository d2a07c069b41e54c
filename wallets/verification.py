"""What `verify_ledger` checks of wallets: that their rows and the journal tell the same story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings

from wallet_project.core.money import decimals_of
from wallets.ledger.verification import Check, Difference, Progress, differences, register_check

HOLDS_ARE_WHAT_IS_HELD = """
    SELECT 'wallet ' || w.id, coalesce(h.total, 0), a.balance
    FROM wallets_wallet w JOIN ledger_account a ON a.id = w.held_account_id
    LEFT JOIN (
        SELECT h.wallet_id, sum(-p.amount) AS total
        FROM wallets_hold h JOIN wallets_wallet hw ON hw.id = h.wallet_id
        JOIN ledger_posting p ON p.entry_id = h.placed_entry_id AND p.account_id = hw.available_account_id
        WHERE h.status = 'active' GROUP BY h.wallet_id
    ) h ON h.wallet_id = w.id
    WHERE a.balance <> coalesce(h.total, 0) ORDER BY w.id LIMIT 1000
"""

ACCOUNTS_ARE_IN_THE_WALLETS_CURRENCY = """
    SELECT 'wallet ' || w.id, w.currency, a.currency || ' ' || a.code
    FROM wallets_wallet w JOIN ledger_account a ON a.id IN (w.available_account_id, w.held_account_id)
    WHERE a.currency <> w.currency OR NOT a.guarded
        OR a.code <> CASE WHEN a.id = w.held_account_id THEN 'customer_held' ELSE 'customer_available' END
    ORDER BY w.id LIMIT 1000
"""

GUARDED_ACCOUNTS_HAVE_AN_OWNER = """
    SELECT 'account ' || a.id, 'a wallet', NULL
    FROM ledger_account a
    WHERE a.code IN ('customer_available', 'customer_held')
        AND NOT EXISTS (SELECT 1 FROM wallets_wallet w WHERE w.available_account_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM wallets_wallet w WHERE w.held_account_id = a.id)
    ORDER BY a.id LIMIT 1000
"""

HOLDS_MATCH_THEIR_ENTRIES = """
    SELECT 'hold ' || h.id, h.amount || ' moved to held', -p.amount || ' minor units'
    FROM wallets_hold h JOIN wallets_wallet w ON w.id = h.wallet_id
    LEFT JOIN ledger_posting p ON p.entry_id = h.placed_entry_id AND p.account_id = w.available_account_id
    LEFT JOIN ledger_posting c ON c.entry_id = h.closed_entry_id AND c.account_id = w.held_account_id
    WHERE p.amount IS NULL OR p.amount >= 0
        OR (h.closed_entry_id IS NOT NULL AND c.amount IS DISTINCT FROM p.amount)
    ORDER BY h.id LIMIT 1000
"""

TOP_UPS_ARE_CREDITED_ONCE = """
    SELECT 'top-up ' || t.id, 'an entry with key top_up:' || t.id, e.idempotency_key
    FROM wallets_topup t LEFT JOIN ledger_entry e ON e.id = t.entry_id
    WHERE t.status = 'succeeded' AND e.idempotency_key IS DISTINCT FROM 'top_up:' || t.id
    UNION ALL
    SELECT 'entry ' || e.id, 'a top-up that succeeded', NULL
    FROM ledger_entry e WHERE e.kind = 'top_up' AND NOT EXISTS (
        SELECT 1 FROM wallets_topup t WHERE t.entry_id = e.id AND t.status = 'succeeded')
    LIMIT 1000
"""

ADJUSTMENTS_HAVE_THEIR_ENTRY = """
    SELECT 'entry ' || e.id, 'an adjustment', NULL
    FROM ledger_entry e
    WHERE e.kind IN ('adjustment_credit', 'adjustment_debit') AND NOT EXISTS (
        SELECT 1 FROM wallets_adjustment a WHERE a.entry_id = e.id)
    ORDER BY e.id LIMIT 1000
"""

APPROVED_REQUESTS_ARE_WHAT_WAS_BOOKED = """
    SELECT 'adjustment request ' || r.id, r.direction || ' ' || r.amount || ' ' || r.amount_currency,
        a.direction || ' ' || a.amount || ' ' || a.amount_currency
    FROM wallets_adjustmentrequest r
    JOIN wallets_wallet w ON w.id = r.wallet_id
    LEFT JOIN wallets_adjustment a ON a.id = r.adjustment_id
    WHERE w.customer_id <> r.customer_id OR (r.status = 'approved' AND (
        (r.wallet_id, r.direction, r.amount, r.amount_currency, r.key, r.requester_id)
        IS DISTINCT FROM (a.wallet_id, a.direction, a.amount, a.amount_currency, a.key, a.actor_id)))
    ORDER BY r.id LIMIT 1000
"""

CHECKS = {
    "holds are what is held": HOLDS_ARE_WHAT_IS_HELD,
    "accounts are in the wallet's currency": ACCOUNTS_ARE_IN_THE_WALLETS_CURRENCY,
    "customers' accounts have a wallet": GUARDED_ACCOUNTS_HAVE_AN_OWNER,
    "holds match their entries": HOLDS_MATCH_THEIR_ENTRIES,
    "top-ups are credited once": TOP_UPS_ARE_CREDITED_ONCE,
    "adjustments have their entry": ADJUSTMENTS_HAVE_THEIR_ENTRY,
    "approved adjustments are what was asked for": APPROVED_REQUESTS_ARE_WHAT_WAS_BOOKED,
}


def register_wallet_checks() -> None:
    """Add the wallets' checks to `verify_ledger`."""
    register_sql_checks(CHECKS)


def register_sql_checks(checks: Mapping[str, str]) -> None:
    """Add checks to `verify_ledger`, each a query for what differs: subject, expected, found."""
    for name, check in checks_of(checks).items():
        register_check(name, check)


def checks_of(checks: Mapping[str, str]) -> dict[str, Check]:
    """The same queries, as `verify` runs them."""
    return {name: _check(name, sql) for name, sql in checks.items()}


def minor_units_of(column: str) -> str:
    """In SQL, how many minor units (cents, yen, fils) the journal counts for one of the currency that
    stands in `column`."""
    units = " ".join(f"WHEN '{code}' THEN {10 ** decimals_of(code)}" for code in settings.CURRENCIES)
    return f"CASE {column} {units} END"


def _check(name: str, sql: str) -> Check:
    def run(progress: Progress) -> Iterator[Difference]:
        progress.start(1)
        yield from differences(name, sql)
        progress.advance()

    return run
