"""What the clock does for rewards. Each task is safe to run twice and to be killed anywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from rewards.enums import AccrualStatus
from rewards.models import Accrual, RewardHold
from rewards.services import expire_reward_hold, mature_accrual
from wallets.enums import HoldStatus

logger = logging.getLogger(__name__)

CHUNK = 500


@shared_task
def mature_accruals() -> int:
    """Make available what has waited long enough; answers with how many there were."""
    now = timezone.now()
    due = Accrual.objects.filter(status=AccrualStatus.PENDING, matures_at__lte=now)
    ids = list(due.order_by("matures_at", "id").values_list("pk", flat=True)[:CHUNK])
    return _each(ids, lambda accrual_id: mature_accrual(accrual_id=accrual_id, now=now))


@shared_task
def expire_reward_holds() -> int:
    """Release the holds whose time is over; answers with how many were looked at."""
    now = timezone.now()
    due = RewardHold.objects.filter(status=HoldStatus.ACTIVE, expires_at__lte=now)
    ids = list(due.order_by("expires_at").values_list("pk", flat=True)[:CHUNK])
    return _each(ids, lambda hold_id: expire_reward_hold(hold_id=hold_id, now=now))


def _each(ids: Sequence[UUID], act: Callable[[UUID], object]) -> int:
    """Act on one after the other; one that can't be helped doesn't keep the others waiting."""
    for one in ids:
        try:
            act(one)
        except Exception:
            logger.exception("Rewards: %s could not be brought on", one)
    return len(ids)
