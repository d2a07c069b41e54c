"""What `verify_ledger` checks of campaigns: that each customer was credited once, or got
one card, and what was meant."""

from __future__ import annotations

from wallets.verification import register_sql_checks

CHUNKS_ARE_THEIR_LOTS = """
    SELECT 'chunk ' || c.number || ' of campaign ' || c.campaign_id, c.credited || ' × ' || g.amount,
           coalesce(l.lots, 0) || ' lots, ' || coalesce(l.total, 0)
    FROM rewards_campaignchunk c JOIN rewards_campaign g ON g.id = c.campaign_id
    LEFT JOIN (SELECT entry_id, count(*) AS lots, count(DISTINCT wallet_id) AS wallets,
                      sum(amount) AS total
               FROM rewards_creditlot WHERE source = 'campaign' GROUP BY entry_id) l
        ON l.entry_id = c.entry_id
    WHERE NOT c.gives_cards AND (c.credited <> coalesce(l.lots, 0) OR c.credited <> coalesce(l.wallets, 0)
        OR c.credited * g.amount <> coalesce(l.total, 0))
    ORDER BY c.id LIMIT 1000
"""

RECIPIENTS_HAVE_ONE_LOT = """
    SELECT 'recipient ' || r.id, CASE WHEN c.gives_cards THEN 'no lot: a card'
        WHEN r.left_out = '' THEN 'a lot' ELSE 'no lot: ' || r.left_out END, l.id::text
    FROM rewards_campaignrecipient r JOIN rewards_campaignchunk c ON c.id = r.chunk_id
    LEFT JOIN rewards_creditlot l ON l.id = r.id
    WHERE (l.id IS NOT NULL) <> (c.status = 'done' AND r.left_out = '' AND NOT c.gives_cards)
    ORDER BY r.id LIMIT 1000
"""

LOTS_HAVE_THEIR_RECIPIENT = """
    SELECT 'lot ' || l.id, 'a recipient who is the owner', r.customer_id::text
    FROM rewards_creditlot l JOIN rewards_rewardwallet w ON w.id = l.wallet_id
    LEFT JOIN rewards_campaignrecipient r ON r.id = l.id
    WHERE l.source = 'campaign' AND r.customer_id IS DISTINCT FROM w.customer_id ORDER BY l.id LIMIT 1000
"""

CHUNKS_ARE_THEIR_CARDS = """
    SELECT 'chunk ' || c.number || ' of campaign ' || c.campaign_id, c.credited || ' cards',
           count(s.id) || ' cards'
    FROM rewards_campaignchunk c LEFT JOIN rewards_campaignrecipient r ON r.chunk_id = c.id
    LEFT JOIN rewards_scratchcard s ON s.key = 'campaign:' || c.campaign_id || ':' || r.customer_id
    WHERE c.gives_cards GROUP BY c.id HAVING c.credited <> count(s.id) ORDER BY c.id LIMIT 1000
"""

RECIPIENTS_HAVE_ONE_CARD = """
    SELECT 'recipient ' || r.id, CASE WHEN c.status <> 'done' THEN 'no card yet'
        WHEN r.left_out = '' THEN 'a card of their own of game ' || g.game_id
        ELSE 'no card: ' || r.left_out END, s.id::text
    FROM rewards_campaignrecipient r
    JOIN rewards_campaignchunk c ON c.id = r.chunk_id AND c.gives_cards
    JOIN rewards_campaign g ON g.id = c.campaign_id
    LEFT JOIN rewards_scratchcard s ON s.key = 'campaign:' || g.id || ':' || r.customer_id
    WHERE (s.id IS NOT NULL) <> (c.status = 'done' AND r.left_out = '')
        OR (s.customer_id, s.game_id) <> (r.customer_id, g.game_id)
    ORDER BY r.id LIMIT 1000
"""

CARDS_HAVE_THEIR_RECIPIENT = """
    SELECT 'scratch card ' || s.id, 'a customer of a campaign that gives cards', s.key
    FROM rewards_scratchcard s LEFT JOIN (
        SELECT 'campaign:' || c.campaign_id || ':' || r.customer_id AS key
        FROM rewards_campaignrecipient r JOIN rewards_campaignchunk c ON c.id = r.chunk_id
        WHERE c.gives_cards) r ON r.key = s.key
    WHERE s.key LIKE 'campaign:%' AND r.key IS NULL ORDER BY s.id LIMIT 1000
"""

CHUNKS_GIVE_WHAT_THEIR_CAMPAIGN_GIVES = """
    SELECT 'chunk ' || c.number || ' of campaign ' || c.campaign_id, coalesce(g.game_id::text, 'no cards'),
           CASE WHEN c.gives_cards THEN 'cards' ELSE 'no cards' END
    FROM rewards_campaignchunk c JOIN rewards_campaign g ON g.id = c.campaign_id
    WHERE c.gives_cards <> (g.game_id IS NOT NULL) ORDER BY c.id LIMIT 1000
"""

RECIPIENTS_ARE_IN_A_CHUNK_OF_THEIR_CAMPAIGN = """
    SELECT 'recipient ' || r.id, 'in campaign ' || r.campaign_id, 'in a chunk of ' || c.campaign_id
    FROM rewards_campaignrecipient r JOIN rewards_campaignchunk c ON c.id = r.chunk_id
    WHERE c.campaign_id <> r.campaign_id ORDER BY r.id LIMIT 1000
"""

BUDGETS_HOLD = """
    SELECT 'campaign ' || g.id, 'at most ' || g.allotted, c.total
    FROM rewards_campaign g
    JOIN (SELECT c.campaign_id, sum(c.allotted * g.amount) AS total FROM rewards_campaignchunk c
          JOIN rewards_campaign g ON g.id = c.campaign_id GROUP BY c.campaign_id) c ON c.campaign_id = g.id
    WHERE c.total > g.allotted OR g.allotted > g.budget ORDER BY g.id LIMIT 1000
"""

CHECKS = {
    "campaign chunks are their lots": CHUNKS_ARE_THEIR_LOTS,
    "campaign recipients have one lot": RECIPIENTS_HAVE_ONE_LOT,
    "campaign lots have their recipient": LOTS_HAVE_THEIR_RECIPIENT,
    "campaign chunks are their cards": CHUNKS_ARE_THEIR_CARDS,
    "campaign recipients have one card": RECIPIENTS_HAVE_ONE_CARD,
    "campaign cards have their recipient": CARDS_HAVE_THEIR_RECIPIENT,
    "campaign chunks give what their campaign gives": CHUNKS_GIVE_WHAT_THEIR_CAMPAIGN_GIVES,
    "campaign recipients are in a chunk of their campaign": RECIPIENTS_ARE_IN_A_CHUNK_OF_THEIR_CAMPAIGN,
    "campaign budgets hold": BUDGETS_HOLD,
}


def register_campaign_checks() -> None:
    """Add the campaigns' checks to `verify_ledger`."""
    register_sql_checks(CHECKS)
