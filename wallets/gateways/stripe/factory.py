"""The adapter as Django's settings describe it."""

from __future__ import annotations

from django.conf import settings

from wallets.gateways.stripe.configuration import StripeSettings
from wallets.gateways.stripe.gateway import StripeGateway


def from_django_settings() -> StripeGateway:
    """Reads STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRETS, STRIPE_API_BASE and STRIPE_TIMEOUT_SECONDS."""
    key: str = settings.STRIPE_SECRET_KEY
    return StripeGateway(
        StripeSettings(
            secret_key=key,
            webhook_secrets=tuple(settings.STRIPE_WEBHOOK_SECRETS),
            api_base=settings.STRIPE_API_BASE,
            timeout_seconds=settings.STRIPE_TIMEOUT_SECONDS,
            livemode="_live_" in key,
        )
    )
