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
from wallet_project.core.words import written

register = template.Library()


@register.filter
def last_day(expires_at: datetime | None) -> str:
    """The last day on which it can be spent; in words if there is none."""
    return date_format(expiries.last_day(expires_at), "j M Y") if expires_at else _("does not expire")


@register.filter
def amounts(found: Iterable[Money]) -> str:
    """Several amounts, any of which it is: "€5.00 or ¥800"."""
    return get_text_list([written(one) for one in found], _("or"))
