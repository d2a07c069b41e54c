"""The one shape in which an amount stands on a row: three decimals, as the finest currency here has.

The currency's own decimals are checked before (`core.money.to_minor`), so nothing is rounded.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from djmoney.models.fields import MoneyField


def amount_field(verbose_name: Any, **options: Any) -> models.Field[Any, Any]:
    """A column of amounts and one of their currency; reads and writes `Money`."""
    field: models.Field[Any, Any] = MoneyField(  # type: ignore[no-untyped-call]
        verbose_name, max_digits=18, decimal_places=3, default_currency=settings.STORE_CURRENCY, **options
    )
    return field
