"""What campaigns give, as people read it."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import ngettext

from rewards.models import Campaign
from wallet_project.core.money import from_minor
from wallet_project.core.words import written


def scratch_cards(number: int) -> str:
    """So many scratch cards: "1 scratch card", "1,250 scratch cards"."""
    text = ngettext("%(number)s scratch card", "%(number)s scratch cards", number)
    return text % {"number": number_format(number, force_grouping=True)}


def gift(campaign: Campaign, customers: int = 1) -> str:
    """What so many customers of a campaign get together."""
    return _said(campaign, campaign.amount * customers)


def budget(campaign: Campaign) -> str:
    """What a campaign gives at most."""
    return _said(campaign, campaign.budget)


def _said(campaign: Campaign, number: int) -> str:
    if campaign.game_id is not None:
        return scratch_cards(number)
    return written(from_minor(number, campaign.currency))
