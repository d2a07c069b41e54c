"""What the clock does for rewards. Each task is safe to run twice and to be killed anywhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from rewards.campaigns.tasks import run_campaign_chunk, run_campaigns
from rewards.enums import AccrualStatus, ReferralStatus
from rewards.models import Accrual, Referral, RewardAdjustmentRequest, RewardHold
from rewards.scratch_queries import cards_to_expire, cards_to_remind_of
from rewards.services import (
    evaluate_tier,
    expire_reward_adjustment,
    expire_reward_hold,
    expire_scratch_card,
    mature_accrual,
    settle_referral,
)
from rewards.services import remind_of_expiry as services_remind_of_expiry
from rewards.services.expiry import expire_next_lots
from rewards.services.monthly import open_statement_runs, run_statement_chunk
from rewards.services.scratch_cards import REMIND_BEFORE, remind_of_scratch_card
from rewards.services.tiers import evaluate_all_tiers
from wallets.enums import ApprovalStatus, HoldStatus

# Celery looks for tasks in this module alone.
__all__ = [
    "evaluate_tiers",
    "expire_adjustment_requests",
    "expire_lots",
    "expire_reward_holds",
    "mature_accruals",
    "remind_of_expiry",
    "run_campaign_chunk",
    "run_campaigns",
    "send_statements",
    "settle_referrals",
    "tend_scratch_cards",
]
logger = logging.getLogger(__name__)

CHUNK = 500
SECONDS_PER_ROUND = 45


@shared_task
def mature_accruals() -> int:
    """Make available what has waited long enough; answers with how many there were."""
    now = timezone.now()
    due = Accrual.objects.filter(status=AccrualStatus.PENDING, matures_at__lte=now)
    ids = list(due.order_by("matures_at", "id").values_list("pk", flat=True)[:CHUNK])
    return _each(ids, lambda accrual_id: _mature(accrual_id, now))


def _mature(accrual_id: UUID, now: datetime) -> None:
    accrual = mature_accrual(accrual_id=accrual_id, now=now)
    evaluate_tier(customer_id=accrual.wallet.customer_id, now=now)


@shared_task
def expire_reward_holds() -> int:
    """Release the holds whose time is over; answers with how many were looked at."""
    now = timezone.now()
    due = RewardHold.objects.filter(status=HoldStatus.ACTIVE, expires_at__lte=now)
    ids = list(due.order_by("expires_at").values_list("pk", flat=True)[:CHUNK])
    return _each(ids, lambda hold_id: expire_reward_hold(hold_id=hold_id, now=now))


@shared_task
def expire_adjustment_requests() -> int:
    """End what waited for a second person until its time was over; answers with how many there were."""
    now = timezone.now()
    due = RewardAdjustmentRequest.objects.filter(status=ApprovalStatus.REQUESTED, decide_until__lte=now)
    ids = list(due.order_by("decide_until").values_list("pk", flat=True)[:CHUNK])
    return _each(ids, lambda request_id: expire_reward_adjustment(request_id=request_id, now=now))


def _each(ids: Sequence[UUID], act: Callable[[UUID], object]) -> int:
    """Act on one after the other; one that can't be helped doesn't keep the others waiting."""
    for one in ids:
        try:
            act(one)
        except Exception:
            logger.exception("Rewards: %s could not be brought on", one)
    return len(ids)


@shared_task
def settle_referrals() -> int:
    """Reward the friends whose first orders stay; answers with how many were looked at."""
    now = timezone.now()
    due = Referral.objects.filter(status=ReferralStatus.PENDING, is_doubtful=False, window_ends_at__lte=now)
    ids = list(due.order_by("window_ends_at", "id").values_list("pk", flat=True)[:CHUNK])
    return _each(ids, lambda referral_id: settle_referral(referral_id=referral_id, now=now))


@shared_task
def evaluate_tiers() -> int:
    """Bring into another tier, or give notice to, whoever is due; answers with how many were looked
    at more closely. Up goes who earned at once, by the booking; this finds what time alone does."""
    return evaluate_all_tiers(now=timezone.now())


@shared_task
def tend_scratch_cards() -> int:
    """End the cards that were not scratched in time, and tell customers of those that end soon;
    answers with how many cards were looked at."""
    now = timezone.now()
    ended = cards_to_expire(now=now, limit=CHUNK)
    for card_id in ended:
        expire_scratch_card(card_id=card_id, now=now)
    ending = cards_to_remind_of(now=now, within=REMIND_BEFORE, limit=CHUNK)
    for card_id in ending:
        remind_of_scratch_card(card_id=card_id, now=now)
    return len(ended) + len(ending)


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


@shared_task(name="rewards.tasks.send_statements")
def send_statements() -> None:
    """Write the statements of the month that has ended, for a while; the next round goes on."""
    now, until = timezone.now(), time.monotonic() + SECONDS_PER_ROUND
    for run_id in open_statement_runs(now=now):
        while time.monotonic() < until and run_statement_chunk(run_id=run_id, now=now):
            pass


@shared_task(name="rewards.tasks.remind_of_expiry")
def remind_of_expiry() -> int:
    """Tell who will lose rewards soon; answers with how many messages are new."""
    return services_remind_of_expiry(now=timezone.now())
