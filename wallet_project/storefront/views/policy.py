"""What holds for customers, as the store has decided it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from refunds.publication import published_policy
from rewards.devices import KEEP_SECONDS

DAY: Final = 24 * 60 * 60


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    published = published_policy(settings.STORE_CURRENCY, now=timezone.now())
    context = {"policy": published, "cookie_days": KEEP_SECONDS // DAY}
    return render(request, "storefront/policy.html", context)
