"""Who may start a campaign: finance any, others what a staff member may credit by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Sum
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.campaigns.cards import most_it_costs
from rewards.campaigns.exceptions import CampaignNotAllowed
from rewards.models import Campaign
from wallet_project.core.money import from_minor, to_minor, zero
from wallet_project.core.words import written
from wallets.allowances import moved_within_day
from wallets.limits import staff_limits_for

RUN = "rewards.run_campaign"
ADJUST = ("rewards.adjust_rewards", "rewards.adjust_rewards_unlimited")


def require_may_start(actor_id: int | None, campaign: Campaign, *, now: datetime) -> None:
    """Raise `CampaignNotAllowed` unless the staff member may spend all that the campaign can cost:
    its budget, or the largest prize for each of its cards. Call with their row locked. None is the
    store's own back end."""
    if actor_id is None:
        return
    actor: Any = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff):
        raise CampaignNotAllowed(_("Your role does not allow starting campaigns."))
    if actor.has_perm(RUN):
        return
    if not any(actor.has_perm(permission) for permission in ADJUST):
        raise CampaignNotAllowed(_("Your role does not allow starting campaigns."))
    limits = staff_limits_for(campaign.currency, now=now)
    most = most_it_costs(campaign)
    _require_within(campaign, limits.operations_each, most)
    by_hand = to_minor(moved_within_day(actor_id, campaign.currency, now=now, besides="campaigns"))
    used = by_hand + _started_today(actor_id, campaign.currency, now, besides=campaign)
    _require_within(campaign, limits.per_admin_and_day, most + used)


def started_within_day(actor_id: int, currency: str, *, now: datetime) -> Money:
    """What the campaigns that a staff member started within 24 hours can cost; nothing of those who may
    start any, by a permission of its own."""
    actor: Any = get_user_model().objects.get(pk=actor_id)
    if actor.has_perm(RUN):
        return zero(currency)
    return from_minor(_started_today(actor_id, currency, now), currency)


def _started_today(actor_id: int, currency: str, now: datetime, *, besides: Campaign | None = None) -> int:
    """What all that the staff member has started within 24 hours, or is about to, can cost."""
    started = Campaign.objects.filter(started_by=actor_id, currency=currency)
    others = started.exclude(pk=besides.pk) if besides else started
    recent = others.filter(starts_at__gte=now - timedelta(days=1))
    budgets = recent.filter(game=None).aggregate(total=Sum("budget"))["total"] or 0
    of_cards = recent.filter(game__isnull=False).select_related("game")
    return int(budgets) + sum(most_it_costs(one) for one in of_cards)


def _require_within(campaign: Campaign, limit: Decimal | None, budget: int) -> None:
    if limit is None:
        return
    most = to_minor(Money(limit, campaign.currency))
    if budget > most:
        if campaign.game_id is None:
            text = _(
                "Your role starts campaigns with a budget up to %(limit)s, within 24 hours. Ask Finance."
            )
        else:
            text = _("Your role gives cards that win up to %(limit)s in all, within 24 hours. Ask Finance.")
        raise CampaignNotAllowed(text % {"limit": written(from_minor(most, campaign.currency))})
