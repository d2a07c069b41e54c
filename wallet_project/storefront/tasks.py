"""What the shop does by itself."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from wallet_project.storefront.services.scratch_cards import grant_cards_of_order, grant_missing_cards
from wallet_project.storefront.services.stale import end_stale_orders


@shared_task
def cancel_stale_orders() -> int:
    """End orders that nobody pays. Safe to run twice, also at once."""
    return end_stale_orders(now=timezone.now())


@shared_task
def grant_scratch_cards(*, number: str) -> int:
    """Give the cards that a delivered order earned. Safe to run twice."""
    return len(grant_cards_of_order(number=number))


@shared_task
def sweep_scratch_cards() -> int:
    """Give the cards of delivered orders whose task was lost. Safe to run twice, also at once."""
    return grant_missing_cards(now=timezone.now())
