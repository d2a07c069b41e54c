"""Whom a campaign credits is settled once, when it begins."""

from __future__ import annotations

from rewards.campaigns.segments import eligible_of
from rewards.models import Campaign
from wallet_project.core.db import require_transaction

CHUNK = 5_000
# Each card is drawn by itself, with its game locked: not for long.
CARDS_CHUNK = 200

# Everybody in one statement: what the segment says at one instant, cut into chunks in the order of
# the customers' numbers.
FREEZE = """
    WITH members AS MATERIALIZED (
        SELECT s.id, (row_number() OVER (ORDER BY s.id) - 1) / %s + 1 AS chunk FROM ({segment}) AS s (id)
    ), chunks AS (
        INSERT INTO rewards_campaignchunk
            (campaign_id, number, status, recipients, credited, gives_cards, attempts, last_error)
        SELECT %s, m.chunk, 'waiting', count(*), 0, %s, 0, '' FROM members m GROUP BY m.chunk ORDER BY m.chunk
        RETURNING id, number
    ), recipients AS (
        INSERT INTO rewards_campaignrecipient (id, campaign_id, chunk_id, customer_id, left_out)
        SELECT uuidv7(), %s, c.id, m.id, '' FROM members m JOIN chunks c ON c.number = m.chunk ORDER BY m.id
    )
    SELECT count(*) FROM chunks
"""


def freeze_members(campaign: Campaign) -> int:
    """Write down the customers who are credited, in chunks; answers with how many chunks there are.
    Call with the campaign locked, once. Raises `SegmentNotAvailable`."""
    connection = require_transaction()
    segment = eligible_of(campaign).order_by().values("pk")
    sql, parameters = segment.query.sql_with_params()
    gives_cards = campaign.game_id is not None
    size = CARDS_CHUNK if gives_cards else CHUNK
    values = [size, *parameters, campaign.pk, gives_cards, campaign.pk]
    with connection.cursor() as cursor:
        cursor.execute(FREEZE.format(segment=sql), values)
        return int(cursor.fetchone()[0])
