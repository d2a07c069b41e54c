"""Reading how far campaigns are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, Sum
from djmoney.money import Money

from rewards.campaigns.enums import CampaignStatus, ChunkStatus, LeftOut
from rewards.models import Campaign, CampaignChunk, CampaignRecipient
from wallet_project.core.money import from_minor


@dataclass(frozen=True, slots=True)
class Progress:
    """How many customers a campaign has, has dealt with, has credited and has left out, by reason.
    `granted` is None if it gives cards."""

    recipients: int
    dealt_with: int
    credited: int
    granted: Money | None
    chunks: int
    chunks_done: int
    left_out: Sequence[tuple[str, int]]
    last_error: str

    @property
    def percent(self) -> int:
        return self.dealt_with * 100 // self.recipients if self.recipients else 0


def progress_of(campaign: Campaign) -> Progress:
    """As of these queries."""
    chunks = CampaignChunk.objects.filter(campaign=campaign)
    done = Q(status=ChunkStatus.DONE)
    sums = chunks.aggregate(
        recipients_=Sum("recipients"),
        dealt_with_=Sum("recipients", filter=done),
        credited_=Sum("credited"),
        chunks_=Count("pk"),
        chunks_done_=Count("pk", filter=done),
    )
    figures = {name.removesuffix("_"): int(number or 0) for name, number in sums.items()}
    failed = chunks.exclude(last_error="").order_by("-handed_out_at").first()
    granted = from_minor(figures["credited"] * campaign.amount, campaign.currency)
    return Progress(
        **figures,
        granted=granted if campaign.game_id is None else None,
        left_out=_left_out(campaign) if figures["dealt_with"] > figures["credited"] else (),
        last_error=failed.last_error if failed else "",
    )


def _left_out(campaign: Campaign) -> list[tuple[str, int]]:
    rows = CampaignRecipient.objects.filter(campaign=campaign).exclude(left_out="")
    counted = rows.values("left_out").annotate(count=Count("pk")).order_by("left_out")
    return [(str(LeftOut(row["left_out"]).label), row["count"]) for row in counted]


def due_campaigns(*, now: datetime) -> list[UUID]:
    """The scheduled campaigns whose time has come."""
    due = Campaign.objects.filter(status=CampaignStatus.SCHEDULED, starts_at__lte=now)
    return list(due.order_by("starts_at").values_list("pk", flat=True))


def running_campaigns() -> list[UUID]:
    running = Campaign.objects.filter(status=CampaignStatus.RUNNING)
    return list(running.order_by("starts_at").values_list("pk", flat=True))


def waiting_chunks(campaign_id: UUID, *, limit: int) -> list[int]:
    """The next chunks of a campaign that are not done."""
    waiting = CampaignChunk.objects.filter(campaign=campaign_id, status=ChunkStatus.WAITING)
    return list(waiting.order_by("number").values_list("pk", flat=True)[:limit])
