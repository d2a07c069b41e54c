"""The gateway that this store is configured with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from wallets.gateways.base import Gateway

DEFAULT = "wallets.gateways.stripe.from_django_settings"


@cache
def get_gateway() -> Gateway:
    """The one gateway of this process, made by the function that `settings.WALLETS_GATEWAY` names."""
    factory: Callable[[], Gateway] = import_string(getattr(settings, "WALLETS_GATEWAY", DEFAULT))
    return factory()
