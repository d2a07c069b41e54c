"""`{% credit_covers %}`: what the visitor's wallet buys, on any page of theirs."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wallet_project.storefront.covered import covered_products
from wallets.queries import summary_for

register = template.Library()
SHOWN = 4


@register.simple_tag(takes_context=True)
def credit_covers(context: Context) -> SafeString:
    """Products that the wallet in the store's currency covers now. Nothing for a guest, for an empty or
    a frozen wallet, and where nothing costs so little."""
    return render_covers(context["request"])


def render_covers(request: HttpRequest) -> SafeString:
    """As `credit_covers`, for the page of the wallet."""
    summary = summary_for(request)
    if summary is None or not summary.is_open or not summary.available.amount:
        return SafeString("")
    goods = covered_products(customer_id=int(request.user.pk), credit=summary.available, limit=SHOWN)  # type: ignore[arg-type]
    shown = {"goods": goods, "credit": summary.available, "suits": any(one.because for one in goods)}
    return render_to_string("storefront/_credit_covers.html", shown)
