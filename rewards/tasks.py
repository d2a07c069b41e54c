"""What the clock does for rewards. Each task is safe to run twice and to be killed anywhere."""

from __future__ import annotations

import time

from celery import shared_task
from django.utils import timezone

from rewards.campaigns.tasks import run_campaign_chunk, run_campaigns
from rewards.enums import AccrualStatus
from rewards.models import Accrual, RewardHold
from rewards.services import expire_reward_hold, mature_accrual
from rewards.services import remind_of_expiry as services_remind_of_expiry
from rewards.services.expiry import expire_next_lots
from wallets.enums import HoldStatus

# Celery looks for tasks in this module alone.
__all__ = [
    "expire_lots",
    "expire_reward_holds",
    "mature_accruals",
    "remind_of_expiry",
    "run_campaign_chunk",
    "run_campaigns",
]

CHUNK = 500
SECONDS_PER_ROUND = 45


@shared_task
def mature_accruals() -> int:
    """Make available what has waited long enough; answers with how many there were."""
    now = timezone.now()
    due = Accrual.objects.filter(status=AccrualStatus.PENDING, matures_at__lte=now)
    ids = list(due.order_by("matures_at", "id").values_list("pk", flat=True)[:CHUNK])
    for accrual_id in ids:
        mature_accrual(accrual_id=accrual_id, now=now)
    return len(ids)


@shared_task
def expire_reward_holds() -> int:
    """Release the holds whose time is over; answers with how many were looked at."""
    now = timezone.now()
    due = RewardHold.objects.filter(status=HoldStatus.ACTIVE, expires_at__lte=now)
    ids = list(due.order_by("expires_at").values_list("pk", flat=True)[:CHUNK])
    for hold_id in ids:
        expire_reward_hold(hold_id=hold_id, now=now)
    return len(ids)


@shared_task
def expire_lots() -> int:
    """Write off what has expired, for a while; answers with how many lots."""
    now, until = timezone.now(), time.monotonic() + SECONDS_PER_ROUND
    written_off = 0
    while time.monotonic() < until:
        if not (some := expire_next_lots(now=now)):
            break
        written_off += some
    return written_off


@shared_task(name="rewards.tasks.remind_of_expiry")
def remind_of_expiry() -> int:
    """Tell who will lose rewards soon; answers with how many messages are new."""
    return services_remind_of_expiry(now=timezone.now())
