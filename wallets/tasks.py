"""What the clock and the queue do for wallets. Each task is safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from wallets.enums import TOP_UP_WAITING, ApprovalStatus, HoldStatus
from wallets.gateways.base import GatewayError
from wallets.gateways.registry import get_gateway
from wallets.models import AdjustmentRequest, Hold, SavedCard, TopUp
from wallets.services import expire_adjustment, expire_hold, remind_of_ending_cards, settle_top_up
from wallets.services import tell_low_balances as services_tell_low_balances

CHUNK = 500


@shared_task
def expire_holds() -> int:
    """Release the holds whose time is over; answers with how many were looked at."""
    now = timezone.now()
    due = Hold.objects.filter(status=HoldStatus.ACTIVE, expires_at__lte=now).order_by("expires_at")
    ids = list(due.values_list("pk", flat=True)[:CHUNK])
    for hold_id in ids:
        expire_hold(hold_id=hold_id, now=now)
    return len(ids)


@shared_task
def expire_adjustment_requests() -> int:
    """End what waited for a second person until its time was over; answers with how many there were."""
    now = timezone.now()
    due = AdjustmentRequest.objects.filter(status=ApprovalStatus.REQUESTED, decide_until__lte=now)
    ids = list(due.order_by("decide_until").values_list("pk", flat=True)[:CHUNK])
    for request_id in ids:
        expire_adjustment(request_id=request_id, now=now)
    return len(ids)


@shared_task
def reconcile_top_ups(*, older_than_seconds: int = 60) -> int:
    """Ask the gateway about each top-up that still waits: the way back when a webhook was lost."""
    ids = _waiting_top_ups(timezone.now() - timedelta(seconds=older_than_seconds))
    for top_up_id in ids:
        settle_top_up(top_up_id=top_up_id)
    return len(ids)


def _waiting_top_ups(before: datetime) -> list[UUID]:
    waiting = TopUp.objects.filter(status__in=TOP_UP_WAITING, created_at__lte=before)
    never = waiting.filter(checked_at=None)
    again = waiting.filter(checked_at__lte=before).order_by("checked_at")
    return [
        *never.values_list("pk", flat=True)[:CHUNK],
        *again.values_list("pk", flat=True)[:CHUNK],
    ]


@shared_task
def settle_one_top_up(*, top_up_id: str) -> None:
    """Ask the gateway about one top-up."""
    settle_top_up(top_up_id=UUID(top_up_id))


@shared_task
def remind_of_cards() -> int:
    """Tell customers whose saved card ends this month; answers with how many were told."""
    return remind_of_ending_cards(today=timezone.localdate())


@shared_task(name="wallets.tasks.tell_low_balances")
def tell_low_balances() -> int:
    """Tell customers whose wallets run low; answers with how many were told."""
    return services_tell_low_balances(now=timezone.now())


@shared_task(bind=True, max_retries=8)
def detach_card(self: object, *, card_id: str) -> None:
    """Let the gateway forget a card that the customer removed."""
    card = SavedCard.objects.filter(pk=card_id, detached_at=None).first()
    if card is None:
        return
    try:
        get_gateway().detach_card(card.payment_method)
    except GatewayError as error:
        if not error.permanent:
            raise self.retry(exc=error, countdown=60) from error  # type: ignore[attr-defined]
    SavedCard.objects.filter(pk=card.pk).update(detached_at=timezone.now())
