"""A customer looks at their own top-up: it is read often, and the gateway is asked seldom."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from wallets.enums import TOP_UP_WAITING, TopUpStatus
from wallets.models import TopUp
from wallets.queries import own_top_up
from wallets.services.top_ups import settle_top_up

LEAST_PAUSE = timedelta(seconds=5)
SHARE_OF_AGE = 20


def watch_top_up(*, customer_id: int, top_up_id: UUID, at_once: bool = True) -> TopUp:
    """How the customer's own top-up stands. Asks the gateway at once, or else after a pause that
    grows with how long they have been waiting: 5 seconds at first, 3 minutes after an hour.

    A top-up whose payment has not begun is only read: beginning is `retry_top_up`'s. Raises
    `NotFound`. Safe to repeat, also at once from several places.
    """
    top_up = own_top_up(customer_id=customer_id, top_up_id=top_up_id)
    begun = top_up.is_waiting and top_up.status != TopUpStatus.CREATED
    if not begun or not (at_once or _is_my_turn(top_up)):
        return top_up
    return settle_top_up(top_up_id=top_up_id)


def retry_top_up(*, customer_id: int, top_up_id: UUID) -> TopUp:
    """Try again to begin a payment whose gateway could not be reached; the same key is used, so that
    nothing is charged twice. Raises `NotFound`. Safe to repeat."""
    return settle_top_up(top_up_id=own_top_up(customer_id=customer_id, top_up_id=top_up_id).pk)


def _is_my_turn(top_up: TopUp) -> bool:
    """Whether the pause is over. Of several that ask at once, one is told so."""
    now = timezone.now()
    pause = max(LEAST_PAUSE, (now - top_up.created_at) / SHARE_OF_AGE)
    due = Q(checked_at=None) | Q(checked_at__lte=now - pause)
    waiting = TopUp.objects.filter(due, pk=top_up.pk, status__in=TOP_UP_WAITING)
    return bool(waiting.update(checked_at=now))
