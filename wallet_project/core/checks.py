"""What `manage.py check --deploy` says about settings that are allowed, but hardly meant."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning


@register(Tags.security, deploy=True)
def check_payments(**kwargs: Any) -> list[CheckMessage]:
    """A store that takes test cards gives its goods away."""
    found: list[CheckMessage] = []
    if "_test_" in settings.STRIPE_SECRET_KEY:
        hint = "Set STRIPE_SECRET_KEY to a live key before customers come."
        found.append(CheckWarning("Stripe's test key takes no real money.", hint, id="wallet.W001"))
    if settings.STRIPE_API_BASE:
        hint = "Unset STRIPE_API_BASE, unless this is a trial."
        found.append(CheckWarning("Payments go to another address than Stripe's.", hint, id="wallet.W002"))
    return found
