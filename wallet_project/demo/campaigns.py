"""The demo's campaigns: one that has run, and one that waits for somebody to start it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns.enums import CampaignStatus, Segment
from rewards.campaigns.progress import waiting_chunks
from rewards.campaigns.services import Plan, draft_campaign, run_chunk, schedule_campaign, start_campaign
from rewards.enums import POINTS
from rewards.models import Campaign
from wallet_project.accounts.models import User
from wallets.limits import ROUND_UNITS

FINISHED, DRAFT = "A small thank-you", "Points for good customers"


def write_campaigns(admin: User) -> None:
    """A finished campaign for all customers, and a draft for those who spent much. Safe to repeat."""
    unit = ROUND_UNITS.get(settings.STORE_CURRENCY, 10)
    _run(_draft(admin, _thank_you(unit)), admin)
    _draft(admin, _points(unit))


def _thank_you(unit: int) -> Plan:
    return Plan(
        name=FINISHED,
        amount=Money(unit // 2, settings.STORE_CURRENCY),
        budget=Money(unit * 50, settings.STORE_CURRENCY),
        segment=Segment.ALL,
        valid_days=60,
        message="A small thank-you from all of us. Enjoy your next cup.",
    )


def _points(unit: int) -> Plan:
    return Plan(
        name=DRAFT,
        amount=Money(500, POINTS),
        budget=Money(100_000, POINTS),
        segment=Segment.SPENT,
        spent_over=Money(unit * 5, settings.STORE_CURRENCY),
        since=timezone.now() - timedelta(days=90),
        valid_days=180,
        message="You are one of our best customers: 500 points for you.",
    )


def _draft(admin: User, plan: Plan) -> Campaign:
    found = Campaign.objects.filter(name=plan.name).first()
    return found or draft_campaign(plan=plan, actor_id=admin.pk)


def _run(campaign: Campaign, admin: User) -> None:
    now = timezone.now()
    if campaign.status == CampaignStatus.DRAFT:
        schedule_campaign(campaign_id=campaign.pk, starts_at=None, actor_id=admin.pk, now=now)
    start_campaign(campaign_id=campaign.pk, now=now)
    for chunk_id in waiting_chunks(campaign.pk, limit=10):
        run_chunk(chunk_id=chunk_id, now=now)
