"""The row locks of campaigns. Order: staff member, campaign, chunk, then reward wallets and the
ledger's accounts. Crediting a chunk holds the chunk alone, so that chunks run side by side."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from rewards.models import Campaign, CampaignChunk
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound


def lock_campaign(campaign_id: UUID) -> Campaign:
    """The campaign's row: its state and how much of its budget is allotted. Raises `NotFound`."""
    require_transaction()
    campaign = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound(_("campaign"))
    return campaign


def lock_chunk(chunk_id: int) -> CampaignChunk | None:
    """The chunk's row; None if another worker has it in hand."""
    require_transaction()
    chunks = CampaignChunk.objects.select_for_update(no_key=True, skip_locked=True)
    return chunks.filter(pk=chunk_id).first()


PAYEES = """
    SELECT r.id::text, r.customer_id, w.id::text, w.available_account_id
    FROM rewards_campaignrecipient r
    JOIN rewards_rewardwallet w ON w.customer_id = r.customer_id AND w.currency = %s
    WHERE r.chunk_id = %s AND r.left_out = ''
    ORDER BY w.id FOR NO KEY UPDATE OF w
"""
Payee = tuple[str, int, str, int]


def lock_payees(chunk: CampaignChunk, currency: str) -> Sequence[Payee]:
    """The chunk's recipients who are to be credited, by reward wallet, with those locked: recipient,
    customer, reward wallet, its available account."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(PAYEES, [currency, chunk.pk])
        return list(cursor.fetchall())
