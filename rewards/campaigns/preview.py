"""What a campaign would do, before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from djmoney.money import Money

from rewards.campaigns.segments import SegmentCounts, count_members
from rewards.models import Campaign
from wallet_project.core.money import from_minor


@dataclass(frozen=True, slots=True)
class CampaignPreview:
    """Who would be credited, what it would cost, and for how many customers the budget lasts."""

    counts: SegmentCounts
    each: Money
    budget: Money
    wanted: Money
    payable: int
    cost: Money

    @property
    def exceeds_budget(self) -> bool:
        return self.payable < self.counts.eligible

    @property
    def beyond_budget(self) -> int:
        """How many customers would get nothing because the budget is used up."""
        return self.counts.eligible - self.payable


def preview_campaign(*, campaign_id: UUID) -> CampaignPreview:
    """Count the segment as it is now; moves nothing. Raises `SegmentNotAvailable`."""
    campaign = Campaign.objects.get(pk=campaign_id)
    counts = count_members(campaign)
    payable = min(counts.eligible, campaign.budget // campaign.amount)
    return CampaignPreview(
        counts=counts,
        each=campaign.money,
        budget=campaign.budget_money,
        wanted=from_minor(counts.eligible * campaign.amount, campaign.currency),
        payable=payable,
        cost=from_minor(payable * campaign.amount, campaign.currency),
    )
