"""`{% credit_covers %}`: what the visitor's wallet buys, on any page of theirs."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from wallet_project.storefront.covered import covered_products
from wallets.queries import summary_for

register = template.Library()
SHOWN = 4


@register.inclusion_tag("storefront/_credit_covers.html", takes_context=True)
def credit_covers(context: Context) -> dict[str, Any]:
    """Products that the wallet in the store's currency covers now. Nothing for a guest, for an empty or
    a frozen wallet, and where nothing costs so little."""
    summary = summary_for(context.get("request"))
    if summary is None or not summary.is_open or not summary.available.amount:
        return {}
    goods = covered_products(customer_id=context["request"].user.pk, credit=summary.available, limit=SHOWN)
    return {"goods": goods, "credit": summary.available, "suits": any(one.because for one in goods)}
