"""`/health/`: this process answers. `/ready/`: all parts of the store do their work.

Neither asks for a session, and neither says more than the name of a part and how long it is silent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wallet_project.core import health
from wallets.queries import oldest_unsealed

# Sealed every minute; a long campaign may hold a seal back for some minutes.
LONGEST_UNSEALED = timedelta(minutes=15)


def ledger_is_sealed(now: datetime) -> str:
    """No entry of the ledger has waited long for its seal."""
    posted_at = oldest_unsealed()
    if posted_at is None or now - posted_at <= LONGEST_UNSEALED:
        return ""
    return f"an entry has waited {(now - posted_at).total_seconds():.0f} seconds for its seal"


CHECKS: dict[str, health.Check] = {
    "database": health.database_answers,
    "broker": health.broker_answers,
    "worker": health.worker_lives,
    "beat": health.beat_lives,
    "ledger seal": ledger_is_sealed,
}


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 if every part is well, or else 503 with what is not."""
    unwell = health.run_checks(CHECKS, now=timezone.now())
    status = "unwell" if unwell else "ok"
    return JsonResponse({"status": status, "unwell": unwell}, status=503 if unwell else 200)
