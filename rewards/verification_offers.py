"""What `verify_ledger` checks of scratch cards, offers and vouchers."""

from __future__ import annotations

from wallets.verification import register_sql_checks

REDEMPTIONS_MATCH_THEIR_ENTRY = """
    SELECT 'redemption ' || r.id, r.points::text, (-p.amount)::text
    FROM rewards_offerredemption r JOIN rewards_rewardwallet w ON w.id = r.account_id
    LEFT JOIN ledger_entry e ON e.id = r.entry_id AND e.kind = 'points_redeemed'
    LEFT JOIN ledger_posting p ON p.entry_id = e.id AND p.account_id = w.available_account_id
    WHERE w.currency <> 'PTS' OR p.amount IS DISTINCT FROM -r.points
    UNION ALL
    SELECT 'entry ' || e.id, NULL, 'no redemption'
    FROM ledger_entry e WHERE e.kind = 'points_redeemed' AND NOT EXISTS (
        SELECT 1 FROM rewards_offerredemption r WHERE r.entry_id = e.id)
    LIMIT 1000
"""

REDEMPTIONS_HAVE_THEIR_VOUCHER = """
    SELECT 'redemption ' || r.id, w.customer_id, v.customer_id
    FROM rewards_offerredemption r JOIN rewards_rewardwallet w ON w.id = r.account_id
    JOIN rewards_voucher v ON v.id = r.voucher_id
    WHERE v.customer_id <> w.customer_id ORDER BY r.id LIMIT 1000
"""

OFFERS_COUNT_THEIR_REDEMPTIONS = """
    SELECT 'offer ' || o.id, count(r.id), o.redeemed
    FROM rewards_offer o LEFT JOIN rewards_offerredemption r ON r.offer_id = o.id
    GROUP BY o.id HAVING count(r.id) <> o.redeemed ORDER BY o.id LIMIT 1000
"""

PRIZES_ARE_PAID_ONCE = """
    SELECT 'scratch card ' || c.id, c.prize, l.amount
    FROM rewards_scratchcard c JOIN rewards_scratchcardgame g ON g.id = c.game_id
    LEFT JOIN ledger_entry e ON e.id = c.entry_id AND e.idempotency_key = 'scratch_card:' || c.id
    LEFT JOIN rewards_creditlot l ON l.entry_id = e.id AND l.source = 'scratch_card'
    LEFT JOIN rewards_rewardwallet w ON w.id = l.wallet_id
    WHERE c.status = 'scratched' AND c.prize > 0 AND (l.amount IS DISTINCT FROM c.prize
        OR w.customer_id IS DISTINCT FROM c.customer_id OR w.currency IS DISTINCT FROM g.currency)
    UNION ALL
    SELECT 'lot ' || l.id, NULL, l.amount
    FROM rewards_creditlot l WHERE l.source = 'scratch_card' AND NOT EXISTS (
        SELECT 1 FROM rewards_scratchcard c WHERE c.entry_id = l.entry_id)
    LIMIT 1000
"""

GAMES_KNOW_WHAT_THEY_PROMISED = """
    SELECT 'scratch card game ' || g.id, coalesce(sum(c.prize), 0), g.committed
    FROM rewards_scratchcardgame g
    LEFT JOIN rewards_scratchcard c ON c.game_id = g.id AND c.status <> 'expired'
    GROUP BY g.id HAVING coalesce(sum(c.prize), 0) <> g.committed ORDER BY g.id LIMIT 1000
"""

CHECKS = {
    "redemptions match their entry": REDEMPTIONS_MATCH_THEIR_ENTRY,
    "redemptions have their voucher": REDEMPTIONS_HAVE_THEIR_VOUCHER,
    "offers count their redemptions": OFFERS_COUNT_THEIR_REDEMPTIONS,
    "scratch prizes are paid once": PRIZES_ARE_PAID_ONCE,
    "games know what they promised": GAMES_KNOW_WHAT_THEY_PROMISED,
}


def register_offer_checks() -> None:
    """Add these checks to `verify_ledger`."""
    register_sql_checks(CHECKS)
