"""What the clock does for refunds. Each task is safe to run twice and to be killed anywhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone

from refunds.enums import AllocationStatus, RefundStatus, Target
from refunds.models import Refund, RefundAllocation
from refunds.services import delete_drafts, expire_refund, issue_refund, settle_refund
from wallet_project.core.exceptions import WalletProjectError

logger = logging.getLogger(__name__)

CHUNK = 500
SECONDS_PER_ROUND = 240
# A bank takes days, and its answer comes as a webhook: we only ask lest that was lost.
PATIENCE = 60


@shared_task
def reconcile_refunds(*, older_than_seconds: int = 60) -> int:
    """Issue what was approved, and bring each refund that waits for the gateway to what that says: the
    way back after a lost webhook or a process that died. Answers with how many were looked at."""
    now = timezone.now()
    pause = timedelta(seconds=older_than_seconds)
    until = time.monotonic() + SECONDS_PER_ROUND
    return _each(_approved(now - pause), _issue, until) + _each(_waiting(now, pause), _settle, until)


def _approved(before: datetime) -> list[UUID]:
    rows = Refund.objects.filter(status=RefundStatus.APPROVED, created_at__lte=before)
    return list(rows.order_by("created_at").values_list("pk", flat=True)[:CHUNK])


def _waiting(now: datetime, pause: timedelta) -> list[UUID]:
    """Refunds that the gateway has not answered, the longest unasked first."""
    unsent = Q(status=AllocationStatus.CREATED) & (Q(checked_at=None) | Q(checked_at__lte=now - pause))
    pending = Q(status=AllocationStatus.PENDING, checked_at__lte=now - pause * PATIENCE)
    due = RefundAllocation.objects.filter(
        unsent | pending, target=Target.ORIGINAL, refund__created_at__lte=now - pause
    )
    ordered = due.order_by(F("checked_at").asc(nulls_first=True))
    return list(ordered.values_list("refund_id", flat=True)[:CHUNK])


@shared_task
def expire_requests() -> int:
    """End the requests that nobody decided in time; answers with how many were looked at."""
    now = timezone.now()
    due = Refund.objects.filter(status=RefundStatus.REQUESTED, expires_at__lte=now).order_by("expires_at")
    ids = list(due.values_list("pk", flat=True)[:CHUNK])
    for refund_id in ids:
        expire_refund(refund_id=refund_id, now=now)
    return len(ids)


@shared_task
def delete_photo_drafts() -> int:
    """Delete photos of returns that were never sent; answers with how many."""
    return delete_drafts(now=timezone.now(), most=CHUNK)


def _each(ids: Sequence[UUID], act: Callable[[UUID], None], until: float) -> int:
    """Act on one after the other; one that can't be helped doesn't keep the others waiting."""
    for number, refund_id in enumerate(ids):
        if time.monotonic() > until:
            return number
        try:
            act(refund_id)
        except WalletProjectError as error:
            logger.info("Refund %s waits: %s", refund_id, error)
        except Exception:
            logger.exception("Refund %s could not be reconciled", refund_id)
    return len(ids)


def _issue(refund_id: UUID) -> None:
    issue_refund(refund_id=refund_id)


def _settle(refund_id: UUID) -> None:
    settle_refund(refund_id=refund_id)
