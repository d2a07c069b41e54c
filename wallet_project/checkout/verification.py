"""What `verify_ledger` checks of payments: what a wallet paid at once has no hold to tell of it."""

from __future__ import annotations

from collections.abc import Mapping

from wallets.verification import minor_units_of, register_sql_checks

PAID_AT_ONCE_HAVE_THEIR_ENTRY = """
    SELECT 'tender ' || t.id, (t.captured * {scale})::bigint::text, (-p.amount)::text
    FROM checkout_tender t JOIN checkout_payment y ON y.id = t.payment_id
    LEFT JOIN wallets_wallet w ON w.customer_id = y.customer_id AND w.currency = t.amount_currency
    LEFT JOIN ledger_entry e ON e.id = t.entry_id AND e.kind = 'order_paid'
    LEFT JOIN ledger_posting p ON p.entry_id = e.id AND p.account_id = w.available_account_id
    WHERE t.kind = 'wallet' AND t.hold_id IS NULL AND -p.amount IS DISTINCT FROM t.captured * {scale}
    UNION ALL
    SELECT 'entry ' || e.id, 'a tender that paid at once', NULL
    FROM ledger_entry e WHERE e.kind = 'order_paid' AND NOT EXISTS (
        SELECT 1 FROM checkout_tender t WHERE t.entry_id = e.id AND t.hold_id IS NULL)
    LIMIT 1000
"""


def payment_checks() -> Mapping[str, str]:
    """The checks, with how many minor units the journal counts for each currency."""
    sql = PAID_AT_ONCE_HAVE_THEIR_ENTRY.replace("{scale}", minor_units_of("t.amount_currency"))
    return {"orders paid at once have their entry": sql}


def register_payment_checks() -> None:
    """Add the payments' checks to `verify_ledger`."""
    register_sql_checks(payment_checks())
