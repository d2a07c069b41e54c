"""Stripe, through its official SDK."""

from wallets.gateways.stripe.configuration import StripeSettings
from wallets.gateways.stripe.factory import from_django_settings
from wallets.gateways.stripe.gateway import StripeGateway

__all__ = ["StripeGateway", "StripeSettings", "from_django_settings"]
