"""The life of a campaign: scheduled, started, paused, resumed, canceled, finished, failed."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rewards.campaigns.enums import CampaignStatus, ChunkStatus, LeftOut
from rewards.campaigns.exceptions import CampaignStateError
from rewards.campaigns.freezing import freeze_members
from rewards.campaigns.locks import lock_campaign
from rewards.campaigns.permissions import require_may_start
from rewards.models import Campaign
from wallet_project.core.db import after_commit
from wallets.locks import lock_staff_member

logger = logging.getLogger(__name__)

Status = CampaignStatus


def schedule_campaign(
    *, campaign_id: UUID, starts_at: datetime | None, actor_id: int | None, now: datetime
) -> Campaign:
    """Have a campaign start by itself at `starts_at`, or at once.

    `actor_id` is the staff member who answers for it: above their limit they need the permission
    `rewards.run_campaign`. None is the store's own back end. Raises `CampaignNotAllowed`,
    `CampaignStateError` once it has begun. Safe to repeat.
    """
    with transaction.atomic():
        if actor_id is not None:
            lock_staff_member(actor_id)
        campaign = lock_campaign(campaign_id)
        if campaign.status not in {Status.DRAFT, Status.SCHEDULED}:
            raise CampaignStateError(_("This campaign has begun already."), state=campaign.status)
        require_may_start(actor_id, campaign, now=now)
        campaign.status = Status.SCHEDULED
        campaign.starts_at = max(starts_at or now, now)
        campaign.started_by_id = actor_id
        campaign.save(update_fields=["status", "starts_at", "started_by"])
        if campaign.starts_at <= now:
            _wake_the_coordinator()
        return campaign


def start_campaign(*, campaign_id: UUID, now: datetime) -> Campaign:
    """Freeze who is in a scheduled campaign whose time has come, and let it run.

    Leaves any other campaign as it is, so it is safe to repeat. Raises `SegmentNotAvailable`.
    """
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        due = campaign.starts_at is not None and campaign.starts_at <= now
        if campaign.status != Status.SCHEDULED or not due:
            return campaign
        chunks = freeze_members(campaign)
        campaign.status = Status.RUNNING
        campaign.started_at = now
        if not chunks:
            campaign.status, campaign.ended_at = Status.DONE, now
        campaign.save(update_fields=["status", "started_at", "ended_at"])
        return campaign


def pause_campaign(*, campaign_id: UUID) -> Campaign:
    """Let no further chunk begin; those that are being credited at this moment are finished. Safe to
    repeat. Raises `CampaignStateError` unless it runs."""
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        if campaign.status != Status.PAUSED:
            _require(campaign, Status.RUNNING)
            _set(campaign, Status.PAUSED)
        return campaign


def resume_campaign(*, campaign_id: UUID) -> Campaign:
    """Go on with a campaign that was paused or stopped by an error, after whom it credited last.
    Safe to repeat. Raises `CampaignStateError`."""
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        if campaign.status in {Status.RUNNING, Status.SCHEDULED}:
            return campaign
        _require(campaign, Status.PAUSED, Status.FAILED)
        campaign.chunks.filter(status=ChunkStatus.WAITING).update(attempts=0, handed_out_at=None)
        _set(campaign, Status.RUNNING if campaign.started_at else Status.SCHEDULED)
        _wake_the_coordinator()
        return campaign


def cancel_campaign(*, campaign_id: UUID, now: datetime) -> Campaign:
    """End a campaign for good; whoever was credited keeps it. Safe to repeat. Raises
    `CampaignStateError` after it has ended by itself."""
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        if campaign.status == Status.CANCELED:
            return campaign
        if campaign.status in {Status.DONE, Status.EXHAUSTED}:
            raise CampaignStateError(_("This campaign has ended already."), state=campaign.status)
        _set(campaign, Status.CANCELED, ended_at=now)
        return campaign


def finish_campaign(*, campaign_id: UUID, now: datetime) -> Campaign:
    """End a running campaign whose chunks are all done. Safe to repeat."""
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        waiting = campaign.chunks.filter(status=ChunkStatus.WAITING)
        if campaign.status != Status.RUNNING or waiting.exists():
            return campaign
        is_short, note = _why_short(campaign)
        _set(campaign, Status.EXHAUSTED if is_short else Status.DONE, note=note, ended_at=now)
        return campaign


def _why_short(campaign: Campaign) -> tuple[bool, str]:
    """Whether a budget ended before the campaign did, and what there is to say of it."""
    if campaign.chunks.filter(gives_cards=True, members__left_out=LeftOut.GAME).exists():
        note = _("What was left of the game's budget could not pay every prize: the others got no card.")
        return True, note
    short = campaign.chunks.filter(allotted__lt=F("recipients"), members__left_out=LeftOut.BUDGET)
    return short.exists(), ""


def fail_campaign(*, campaign_id: UUID, why: str) -> Campaign:
    """Stop a campaign that can't go on by itself, and say why; it can be resumed."""
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        if campaign.status in {Status.SCHEDULED, Status.RUNNING}:
            _set(campaign, Status.FAILED, note=why[:300])
        return campaign


def _require(campaign: Campaign, *statuses: CampaignStatus) -> None:
    if campaign.status not in statuses:
        raise CampaignStateError(
            _("This can't be done now: the campaign's state is “%(state)s”.")
            % {"state": campaign.get_status_display()},
            state=campaign.status,
        )


def _set(
    campaign: Campaign, status: CampaignStatus, *, note: str = "", ended_at: datetime | None = None
) -> None:
    campaign.status, campaign.status_note, campaign.ended_at = status, note, ended_at
    campaign.save(update_fields=["status", "status_note", "ended_at"])


def _wake_the_coordinator() -> None:
    # The task calls the services that are here: they can't both be imported first.
    from rewards.campaigns.tasks import run_campaigns

    after_commit(run_campaigns)
