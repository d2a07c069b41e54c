"""What can be done with campaigns. Other apps import from here and nowhere deeper."""

from rewards.campaigns.chunks import hand_out_chunks, run_chunk, try_chunk
from rewards.campaigns.drafts import Cards, Plan, Uploaded, draft_campaign
from rewards.campaigns.preview import CampaignPreview, CardsPreview, preview_campaign
from rewards.campaigns.progress import Progress, progress_of
from rewards.campaigns.states import (
    cancel_campaign,
    fail_campaign,
    finish_campaign,
    pause_campaign,
    resume_campaign,
    schedule_campaign,
    start_campaign,
)
from rewards.campaigns.uploads import read_list

__all__ = [
    "CampaignPreview",
    "Cards",
    "CardsPreview",
    "Plan",
    "Progress",
    "Uploaded",
    "cancel_campaign",
    "draft_campaign",
    "fail_campaign",
    "finish_campaign",
    "hand_out_chunks",
    "pause_campaign",
    "preview_campaign",
    "progress_of",
    "read_list",
    "resume_campaign",
    "run_chunk",
    "schedule_campaign",
    "start_campaign",
    "try_chunk",
]
