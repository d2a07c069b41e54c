"""Who may start a campaign: finance any, others what a staff member may credit by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Sum
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.campaigns.exceptions import CampaignNotAllowed
from rewards.models import Campaign
from wallet_project.core.money import from_minor, to_minor
from wallet_project.core.words import written
from wallets.limits import staff_limits_for

RUN = "rewards.run_campaign"
ADJUST = ("rewards.adjust_rewards", "rewards.adjust_rewards_unlimited")


def require_may_start(actor_id: int | None, campaign: Campaign, *, now: datetime) -> None:
    """Raise `CampaignNotAllowed` unless the staff member may spend the campaign's whole budget. Call
    with their row locked. None is the store's own back end."""
    if actor_id is None:
        return
    actor: Any = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff):
        raise CampaignNotAllowed(_("Your role does not allow starting campaigns."))
    if actor.has_perm(RUN):
        return
    if not any(actor.has_perm(permission) for permission in ADJUST):
        raise CampaignNotAllowed(_("Your role does not allow starting campaigns."))
    limits = staff_limits_for(campaign.currency)
    _require_within(campaign, limits.operations_each, campaign.budget)
    _require_within(
        campaign, limits.per_admin_and_day, campaign.budget + _started_today(actor_id, campaign, now)
    )


def _started_today(actor_id: int, campaign: Campaign, now: datetime) -> int:
    """The budgets of what the staff member has started within 24 hours, or is about to."""
    others = Campaign.objects.filter(started_by=actor_id, currency=campaign.currency).exclude(pk=campaign.pk)
    recent = others.filter(starts_at__gte=now - timedelta(days=1))
    return int(recent.aggregate(total=Sum("budget"))["total"] or 0)


def _require_within(campaign: Campaign, limit: Decimal | None, budget: int) -> None:
    if limit is None:
        return
    most = to_minor(Money(limit, campaign.currency))
    if budget > most:
        shown = written(from_minor(most, campaign.currency))
        raise CampaignNotAllowed(
            _("Your role starts campaigns with a budget up to %(limit)s, within 24 hours. Ask Finance.")
            % {"limit": shown}
        )
