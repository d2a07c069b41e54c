"""What workers and the clock do for campaigns. Each task is safe to run twice and to be killed anywhere."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from rewards.campaigns.chunks import hand_out_chunks, try_chunk
from rewards.campaigns.progress import due_campaigns, running_campaigns
from rewards.campaigns.states import fail_campaign, finish_campaign, start_campaign
from wallet_project.core.exceptions import WalletProjectError

logger = logging.getLogger(__name__)


@shared_task
def run_campaigns() -> int:
    """Start the campaigns whose time has come, and hand the next chunks of those that run to workers;
    answers with how many chunks."""
    now = timezone.now()
    for campaign_id in due_campaigns(now=now):
        try:
            start_campaign(campaign_id=campaign_id, now=now)
        except WalletProjectError as error:
            fail_campaign(campaign_id=campaign_id, why=str(error))
    handed_out = 0
    for campaign_id in running_campaigns():
        finish_campaign(campaign_id=campaign_id, now=now)
        for chunk_id in hand_out_chunks(campaign_id=campaign_id, now=now):
            run_campaign_chunk.delay(chunk_id=chunk_id)
            handed_out += 1
    return handed_out


@shared_task
def run_campaign_chunk(*, chunk_id: int) -> int:
    """Credit a chunk's customers; answers with how many."""
    return try_chunk(chunk_id=chunk_id, now=timezone.now())
