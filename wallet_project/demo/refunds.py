"""On which terms the demo shop takes goods back."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils import timezone

from refunds.models import StoreCreditPolicy
from wallet_project.core.money import decimals_of
from wallet_project.storefront.catalog import SCALE

# In euro; scaled like the catalog's prices.
PARCEL_BACK: Final = Decimal("2.50")
AT_ONCE_UP_TO: Final = Decimal(50)


def load_terms() -> None:
    """Thirty days, five percent on top for the wallet, the way back free of charge there. Safe to repeat:
    what the store has published stays."""
    currency = settings.STORE_CURRENCY
    if StoreCreditPolicy.objects.filter(currency=currency).exists():
        return
    StoreCreditPolicy.objects.create(
        currency=currency,
        starts_at=timezone.now(),
        shipping_to_card=_scaled(PARCEL_BACK),
        bonus_percent=5,
        bonus_valid_days=180,
        automatic_limit=_scaled(AT_ONCE_UP_TO),
    )


def _scaled(euro: Decimal) -> Decimal:
    currency = settings.STORE_CURRENCY
    return (euro * SCALE.get(currency, Decimal(1))).quantize(Decimal(1).scaleb(-decimals_of(currency)))
