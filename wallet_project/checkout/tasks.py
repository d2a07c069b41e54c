"""What the clock does for payments. Safe to run twice."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wallet_project.checkout.enums import CARD_OPEN, PaymentStatus, TenderKind
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.services import settle_payment, void_payment

logger = logging.getLogger(__name__)

CHUNK = 500
# A gateway that is down answers slowly; what isn't reached now is first in the next round.
SECONDS_PER_ROUND = 240
# As long as a bank keeps a card authorization.
AUTHORIZATION_LIFETIME = timedelta(days=7)


@shared_task
def reconcile_payments(*, older_than_seconds: int = 60) -> int:
    """Bring each payment that waits to what the gateway says, and release what nobody captured: the
    way back after a lost webhook or a process that died. Answers with how many were looked at."""
    now = timezone.now()
    until = time.monotonic() + SECONDS_PER_ROUND
    waiting = _waiting_for_gateway(now - timedelta(seconds=older_than_seconds))
    return _each(waiting, _settle, until) + _each(_never_captured(now), _release, until)


def _waiting_for_gateway(before: datetime) -> list[UUID]:
    """Payments whose card part is open at the gateway, the longest unasked first; also such as have
    ended meanwhile, until it is certain that the gateway will not take the money."""
    waiting = Tender.objects.filter(
        kind=TenderKind.CARD, status__in=CARD_OPEN, payment__created_at__lte=before
    )
    due = waiting.filter(Q(checked_at=None) | Q(checked_at__lte=before))
    ordered = due.order_by(F("checked_at").asc(nulls_first=True))
    return list(ordered.values_list("payment_id", flat=True)[:CHUNK])


def _never_captured(now: datetime) -> list[UUID]:
    old = Payment.objects.filter(
        status=PaymentStatus.AUTHORIZED, created_at__lte=now - AUTHORIZATION_LIFETIME
    )
    return list(old.order_by("created_at").values_list("pk", flat=True)[:CHUNK])


def _each(ids: Sequence[UUID], act: Callable[[UUID], None], until: float) -> int:
    """Act on one after the other; one that can't be helped doesn't keep the others waiting."""
    for number, payment_id in enumerate(ids):
        if time.monotonic() > until:
            return number
        try:
            act(payment_id)
        except Exception:
            logger.exception("Payment %s could not be reconciled", payment_id)
    return len(ids)


def _settle(payment_id: UUID) -> None:
    settle_payment(payment_id=payment_id)


def _release(payment_id: UUID) -> None:
    void_payment(payment_id=payment_id, reason=_("It was not captured in time."))
