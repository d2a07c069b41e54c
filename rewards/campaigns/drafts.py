"""Making and changing campaigns that have not begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.campaigns.enums import CampaignStatus, Segment
from rewards.campaigns.exceptions import CampaignStateError, SegmentNotAvailable
from rewards.campaigns.locks import lock_campaign
from rewards.enums import POINTS
from rewards.models import Campaign, CampaignList, ScratchCardGame
from wallet_project.core.exceptions import AmountOutOfRange, CurrencyMismatch, NotFound
from wallet_project.core.money import require_currency, require_positive, to_minor

MOST_CARDS = 10_000_000


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A list of customers that was read: see `rewards.campaigns.uploads`."""

    file_name: str
    customer_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Cards:
    """A scratch card of a game for each customer, for at most so many of them."""

    game_id: UUID
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is to be: it gives an `amount` within a `budget`, both of one currency or both
    points, or `cards`. How long a card lasts is the game's, and each tells of itself."""

    name: str
    segment: Segment
    amount: Money | None = None
    budget: Money | None = None
    cards: Cards | None = None
    tier_id: UUID | None = None
    spent_over: Money | None = None
    since: datetime | None = None
    uploaded: Uploaded | None = None
    valid_days: int | None = None
    message: str = ""
    tells: bool = True


def draft_campaign(*, plan: Plan, actor_id: int | None, campaign_id: UUID | None = None) -> Campaign:
    """Make a draft, or change one that has not begun (a scheduled one becomes a draft again).

    Raises `AmountError`, `CurrencyMismatch`, `CampaignStateError`, `NotFound` for the game; a list
    that was uploaded before stays unless there is a new one.
    """
    gift = _gift_of(plan)
    with transaction.atomic():
        campaign = Campaign(created_by_id=actor_id) if campaign_id is None else lock_campaign(campaign_id)
        if campaign.status not in {CampaignStatus.DRAFT, CampaignStatus.SCHEDULED}:
            raise CampaignStateError(
                _("Only a campaign that has not begun can be changed."), state=campaign.status
            )
        _require_segment(plan)
        _fill(campaign, plan, gift)
        campaign.save()
        _keep_list(campaign, plan.uploaded)
        return campaign


@dataclass(frozen=True, slots=True)
class _Gift:
    """What the campaign's row says of what it gives."""

    currency: str
    amount: int
    budget: int
    game_id: UUID | None = None


def _gift_of(plan: Plan) -> _Gift:
    if plan.cards is not None and plan.amount is None and plan.budget is None:
        return _cards(plan.cards)
    if plan.cards is not None or plan.amount is None or plan.budget is None:
        raise AmountOutOfRange(_("A campaign gives an amount within a budget, or cards of a game."))
    amount, budget = require_positive(plan.amount), require_positive(plan.budget)
    _require_known(str(amount.currency))
    require_currency(budget, str(amount.currency))
    if budget.amount < amount.amount:
        raise AmountOutOfRange(_("The budget must be enough for one customer."))
    return _Gift(str(amount.currency), to_minor(amount), to_minor(budget))


def _cards(cards: Cards) -> _Gift:
    game = ScratchCardGame.objects.filter(pk=cards.game_id).first()
    if game is None:
        raise NotFound(_("scratch card game"))
    if not 1 <= cards.most <= MOST_CARDS:
        raise AmountOutOfRange(_("The number of cards must be from 1 to 10,000,000."))
    return _Gift(game.currency, 1, cards.most, game.pk)


def _require_known(currency: str) -> None:
    if currency not in (*settings.CURRENCIES, POINTS):
        raise CurrencyMismatch(settings.STORE_CURRENCY, currency)


def _require_segment(plan: Plan) -> None:
    if plan.segment == Segment.TIER and plan.tier_id is None:
        raise SegmentNotAvailable(_("Choose a tier."))
    if plan.segment == Segment.SPENT and (plan.spent_over is None or plan.since is None):
        raise SegmentNotAvailable(_("Say how much was spent, and since when."))
    if plan.segment == Segment.INACTIVE and plan.since is None:
        raise SegmentNotAvailable(_("Say since when nothing was bought."))


def _fill(campaign: Campaign, plan: Plan, gift: _Gift) -> None:
    spent = plan.spent_over if plan.segment == Segment.SPENT else None
    campaign.name = plan.name.strip()
    campaign.status = CampaignStatus.DRAFT
    campaign.starts_at = None
    campaign.started_by_id = None
    campaign.segment = plan.segment
    campaign.tier_id = plan.tier_id if plan.segment == Segment.TIER else None
    campaign.spent_over = None if spent is None else to_minor(spent)
    campaign.spent_currency = "" if spent is None else str(spent.currency)
    campaign.since = plan.since if plan.segment in {Segment.SPENT, Segment.INACTIVE} else None
    campaign.game_id = gift.game_id
    campaign.currency, campaign.amount, campaign.budget = gift.currency, gift.amount, gift.budget
    campaign.valid_days = plan.valid_days if gift.game_id is None else None
    campaign.message = plan.message.strip()
    campaign.tells = plan.tells or gift.game_id is not None


def _keep_list(campaign: Campaign, uploaded: Uploaded | None) -> None:
    lists = CampaignList.objects.filter(campaign=campaign)
    if campaign.segment != Segment.UPLOAD:
        lists.delete()
    elif uploaded is not None:
        values = {"file_name": uploaded.file_name[:200], "customer_ids": list(uploaded.customer_ids)}
        lists.update_or_create(campaign=campaign, defaults=values)
    elif not lists.exists():
        raise SegmentNotAvailable(_("Upload the list of customers."))
