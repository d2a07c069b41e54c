"""Stars and names of reviews."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wallet_project.storefront.enums import ReviewStatus
from wallet_project.storefront.models import Review

register = template.Library()

MOST_STARS = 5
KINDS = {
    ReviewStatus.WAITING: "wait",
    ReviewStatus.APPROVED: "good",
    ReviewStatus.REJECTED: "bad",
    ReviewStatus.REMOVED: "plain",
}


@register.simple_tag
def stars(number: int) -> SafeString:
    """So many of five stars, drawn for the eye; say the same in words beside it."""
    full = max(0, min(MOST_STARS, number))
    return format_html(
        '<span class="stars" aria-hidden="true">{}<span class="stars-off">{}</span></span>',
        "★" * full,
        "★" * (MOST_STARS - full),
    )


@register.filter
def stars_in_words(number: Any) -> str:
    """`4 out of 5 stars`, also for an average like 4.5."""
    return _("%(number)s out of %(most)d stars") % {"number": number, "most": MOST_STARS}


@register.filter
def reviews_in_words(count: int) -> str:
    return ngettext("%(count)d review", "%(count)d reviews", count) % {"count": count}


@register.filter
def writer(review: Review) -> str:
    """Who wrote it, as strangers may see it: `Mira P.`, or a customer."""
    first, *others = review.customer.name.split() or [""]
    if not first:
        return _("A customer")
    return f"{first} {others[-1][0]}." if others else first


@register.inclusion_tag("components/badge.html")
def review_badge(review: Review) -> dict[str, str]:
    """The review's status in words."""
    return {"kind": KINDS[ReviewStatus(review.status)], "text": review.get_status_display()}
