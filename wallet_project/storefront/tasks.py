"""What the shop does by itself."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from wallet_project.storefront.services.stale import end_stale_orders


@shared_task
def cancel_stale_orders() -> int:
    """End orders that nobody pays. Safe to run twice, also at once."""
    return end_stale_orders(now=timezone.now())
