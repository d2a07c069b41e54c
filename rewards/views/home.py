"""A customer's rewards at a glance."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rewards.overview import rewards_overview
from rewards.queries_tiers import tier_progress
from rewards.sections import sections_of
from rewards.services import find_offer
from rewards.statements import last_movements
from wallet_project.core.pages import customer_id, customer_page


@require_safe
@customer_page
def rewards(request: HttpRequest) -> HttpResponse:
    customer, now = customer_id(request), timezone.now()
    context = {
        "overview": rewards_overview(customer_id=customer, now=now),
        "offer": find_offer(customer_id=customer, currency=settings.STORE_CURRENCY, now=now),
        "progress": tier_progress(customer, now),
        "sections": sections_of(customer),
        "movements": last_movements(customer),
    }
    return render(request, "rewards/home.html", context)
