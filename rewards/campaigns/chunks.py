"""Running a chunk: allot its part of the budget, credit its customers or give them cards, and note
that it is done."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rewards.campaigns.cards import give_cards
from rewards.campaigns.crediting import credit_members
from rewards.campaigns.enums import CampaignStatus, ChunkStatus, LeftOut
from rewards.campaigns.exceptions import CampaignStateError
from rewards.campaigns.locks import lock_campaign, lock_chunk
from rewards.campaigns.segments import has_closed_wallet
from rewards.campaigns.states import fail_campaign, finish_campaign
from rewards.models import Campaign, CampaignChunk
from wallet_project.core.exceptions import WalletProjectError

logger = logging.getLogger(__name__)

# A chunk that was handed to a worker and isn't done by then is handed out again.
LEASE = timedelta(minutes=3)
MOST_IN_HAND = 20
MOST_ATTEMPTS = 5


def hand_out_chunks(*, campaign_id: UUID, now: datetime) -> list[int]:
    """The chunks that are to be given to workers now: so many that none waits long behind them."""
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        if campaign.status != CampaignStatus.RUNNING:
            return []
        waiting = CampaignChunk.objects.filter(campaign=campaign, status=ChunkStatus.WAITING)
        idle = Q(handed_out_at=None) | Q(handed_out_at__lte=now - LEASE)
        room = MOST_IN_HAND - waiting.exclude(idle).count()
        ids = list(waiting.filter(idle).order_by("number").values_list("pk", flat=True)[: max(room, 0)])
        CampaignChunk.objects.filter(pk__in=ids).update(handed_out_at=now)
        return ids


def run_chunk(*, chunk_id: int, now: datetime) -> int:
    """Credit a chunk's customers, or give each a card; answers with how many.

    Zero if it was done before, is in another worker's hands, or the campaign does not run. Safe to
    repeat, to run at once from several places, and to be killed anywhere: the chunk is credited as a
    whole by one transaction, and only after its part of the budget was allotted by another.
    """
    campaign_id = _allot(chunk_id)
    if campaign_id is None:
        return 0
    try:
        credited = _credit(chunk_id, now)
    except IntegrityError:
        # Somebody opened one of the reward wallets in this moment: now it is there.
        credited = _credit(chunk_id, now)
    finish_campaign(campaign_id=campaign_id, now=now)
    return credited


def try_chunk(*, chunk_id: int, now: datetime) -> int:
    """As `run_chunk`; what goes wrong is noted for staff, and after some attempts the campaign stops."""
    try:
        return run_chunk(chunk_id=chunk_id, now=now)
    except Exception as error:
        logger.exception("Chunk %s of a campaign could not be credited.", chunk_id)
        _note_failure(chunk_id, error)
        return 0


def _allot(chunk_id: int) -> UUID | None:
    """Set aside what the chunk may credit, under the campaign's lock; the campaign, if it runs."""
    with transaction.atomic():
        campaign_id = CampaignChunk.objects.values_list("campaign_id", flat=True).get(pk=chunk_id)
        campaign = lock_campaign(campaign_id)
        chunk = lock_chunk(chunk_id)
        if campaign.status != CampaignStatus.RUNNING or chunk is None or chunk.status == ChunkStatus.DONE:
            return None
        if chunk.allotted is None:
            _leave_out(campaign, chunk)
            wanted = chunk.members.filter(left_out="").count()
            chunk.allotted = min(wanted, (campaign.budget - campaign.allotted) // campaign.amount)
            chunk.save(update_fields=["allotted"])
            campaign.allotted += chunk.allotted * campaign.amount
            campaign.save(update_fields=["allotted"])
        return campaign.pk


def _credit(chunk_id: int, now: datetime) -> int:
    with transaction.atomic():
        chunk = lock_chunk(chunk_id)
        if chunk is None or chunk.status == ChunkStatus.DONE:
            return 0
        campaign = chunk.campaign
        if campaign.status != CampaignStatus.RUNNING:
            return 0
        if campaign.expires_at is not None and campaign.expires_at <= now:
            raise CampaignStateError(_("What it would credit has expired already. Make a new campaign."))
        _leave_out(campaign, chunk)
        _leave_out_beyond_budget(chunk)
        chunk.credited, chunk.entry_id = _give(campaign, chunk, now)
        chunk.status, chunk.finished_at, chunk.last_error = ChunkStatus.DONE, now, ""
        chunk.save(update_fields=["credited", "entry", "status", "finished_at", "last_error"])
        return chunk.credited


def _give(campaign: Campaign, chunk: CampaignChunk, now: datetime) -> tuple[int, int | None]:
    if chunk.gives_cards:
        return give_cards(campaign, chunk, now=now), None
    return credit_members(campaign, chunk)


def _leave_out(campaign: Campaign, chunk: CampaignChunk) -> None:
    """Whose log-in was switched off or wallet closed since the campaign began gets nothing."""
    members = chunk.members.filter(left_out="")
    members.filter(customer__is_active=False).update(left_out=LeftOut.INACTIVE)
    closed = members.filter(has_closed_wallet(campaign.currency, "customer"))
    closed.update(left_out=LeftOut.CLOSED)


def _leave_out_beyond_budget(chunk: CampaignChunk) -> None:
    members = chunk.members.filter(left_out="")
    if members.count() <= (chunk.allotted or 0):
        return
    beyond = members.order_by("id").values("pk")[chunk.allotted or 0 :]
    members.filter(pk__in=beyond).update(left_out=LeftOut.BUDGET)


def _note_failure(chunk_id: int, error: Exception) -> None:
    why = str(error) if isinstance(error, WalletProjectError) else f"{type(error).__name__}: {error}"
    with transaction.atomic():
        campaign_id = CampaignChunk.objects.values_list("campaign_id", flat=True).get(pk=chunk_id)
        lock_campaign(campaign_id)
        chunk = lock_chunk(chunk_id)
        if chunk is None:
            return
        chunk.attempts += 1
        chunk.last_error, chunk.handed_out_at = why[:300], None
        chunk.save(update_fields=["attempts", "last_error", "handed_out_at"])
        if chunk.attempts >= MOST_ATTEMPTS or isinstance(error, WalletProjectError):
            fail_campaign(campaign_id=campaign_id, why=why)
