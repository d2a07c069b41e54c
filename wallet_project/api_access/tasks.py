"""What the clock does for the API."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from wallet_project.api_access.calls import purge_calls
from wallet_project.core.api.idempotency import purge


@shared_task
def purge_api_requests() -> int:
    """Forget answers older than 30 days, and calls older than a week. Safe to repeat."""
    now = timezone.now()
    return purge(now=now) + purge_calls(now=now)
