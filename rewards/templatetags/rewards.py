"""`{% reward_difference %}`: what tells wallet and reward wallet apart, on any page."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from rewards.overview import example_cap

register = template.Library()


@register.inclusion_tag("rewards/_difference.html")
def reward_difference() -> dict[str, Any]:
    """Three sentences, the last with what the store's own cap means for a usual order."""
    return {"example": example_cap(settings.STORE_CURRENCY, now=timezone.now())}
