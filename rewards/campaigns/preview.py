"""What a campaign would do, before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns.cards import largest_prize, most_cards_cost
from rewards.campaigns.segments import SegmentCounts, count_members
from rewards.draws import expected_cost
from rewards.models import Campaign, ScratchCardGame
from rewards.services.scratch_cards import prizes_of
from wallet_project.core.money import from_minor


@dataclass(frozen=True, slots=True)
class CardsPreview:
    """What a campaign's cards may cost by the odds of their game. Tells nothing of cards that are out."""

    game: ScratchCardGame
    largest: Money
    average: Money
    budget: Money
    may_run_out: bool
    gives_now: bool


@dataclass(frozen=True, slots=True)
class CampaignPreview:
    """Who would be credited, what it would cost, and for how many customers the budget lasts.

    Of cards `cost` is the most that they can cost, and `wanted` the same for everybody.
    """

    counts: SegmentCounts
    wanted: Money
    payable: int
    cost: Money
    cards: CardsPreview | None = None

    @property
    def exceeds_budget(self) -> bool:
        return self.payable < self.counts.eligible

    @property
    def beyond_budget(self) -> int:
        """How many customers would get nothing because the budget is used up."""
        return self.counts.eligible - self.payable


def preview_campaign(*, campaign_id: UUID) -> CampaignPreview:
    """Count the segment as it is now; moves nothing. Raises `SegmentNotAvailable`."""
    campaign = Campaign.objects.select_related("game").get(pk=campaign_id)
    counts = count_members(campaign)
    payable = min(counts.eligible, campaign.budget // campaign.amount)
    return CampaignPreview(
        counts=counts,
        wanted=_cost(campaign, counts.eligible),
        payable=payable,
        cost=_cost(campaign, payable),
        cards=_cards(campaign.game, payable) if campaign.game else None,
    )


def _cost(campaign: Campaign, customers: int) -> Money:
    """Exactly, or of cards at most."""
    if campaign.game is not None:
        return campaign.game.money(most_cards_cost(campaign.game, customers))
    return from_minor(customers * campaign.amount, campaign.currency)


def _cards(game: ScratchCardGame, number: int) -> CardsPreview:
    prizes = prizes_of(game)
    largest = largest_prize(game)
    average = min(expected_cost(prizes) * number, Decimal(game.budget))
    return CardsPreview(
        game=game,
        largest=game.money(largest),
        average=game.money(int(average.quantize(Decimal(1), ROUND_HALF_UP))),
        budget=game.money(game.budget),
        may_run_out=number * largest > game.budget,
        gives_now=bool(prizes) and game.runs_at(timezone.now()),
    )
