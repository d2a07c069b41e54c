"""Days and amounts of rewards as staff read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards import expiries
from rewards.campaigns import words as campaign_words
from rewards.models import Campaign
from wallet_project.core import words

register = template.Library()


@register.filter
def last_day(expires_at: datetime | None) -> str:
    """The last day on which it can be spent; in words if there is none."""
    return date_format(expiries.last_day(expires_at), "j M Y") if expires_at else _("does not expire")


@register.filter
def amounts(found: Iterable[Money]) -> str:
    """Several amounts, any of which it is: "€5.00 or ¥800"."""
    return get_text_list([words.written(one) for one in found], _("or"))


@register.filter
def points(number: int) -> str:
    """So many points, in words."""
    return words.points(number)


@register.filter
def gift(campaign: Campaign, customers: int) -> str:
    """What so many customers of a campaign get together: an amount, or scratch cards."""
    return campaign_words.gift(campaign, customers)


@register.filter
def campaign_budget(campaign: Campaign) -> str:
    """What a campaign gives at most."""
    return campaign_words.budget(campaign)
