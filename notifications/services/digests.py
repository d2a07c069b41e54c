"""Promotional e-mail all together: messages join a digest, which goes out as one letter."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from notifications.channels.email import EmailChannel
from notifications.enums import OPEN_STATUSES, Status
from notifications.exceptions import DeliveryError
from notifications.models import Delivery, Digest, OutboxMessage
from notifications.services import sending
from wallet_project.core.db import require_no_transaction, require_transaction

logger = logging.getLogger(__name__)


class DigestSender(Protocol):
    def send_digest(self, digest: Digest, messages: Sequence[OutboxMessage]) -> None: ...


def join_digest(*, recipient_id: int, at: datetime) -> Digest:
    """The digest that this person's messages join now; one that goes out at `at` where there is none.

    It is locked until the end of the transaction: no worker takes it in hand before what joins it is
    written.
    """
    require_transaction()
    joinable = Digest.objects.select_for_update().filter(
        recipient_id=recipient_id, status=Status.PENDING, attempts=0
    )
    found = joinable.first()
    if found is not None:
        return found
    digest = Digest(recipient_id=recipient_id, next_attempt_at=at)
    Digest.objects.bulk_create([digest], ignore_conflicts=True)
    # Where another transaction made one meanwhile, that one is found, or made anew if it is gone again.
    return joinable.first() or join_digest(recipient_id=recipient_id, at=at)


def move_digest(*, recipient_id: int, at: datetime) -> None:
    """Let what waits for the next digest of a person go out then."""
    waiting = Digest.objects.filter(recipient_id=recipient_id, status=Status.PENDING, attempts=0)
    Delivery.objects.filter(digest__in=waiting, status=Status.PENDING).update(next_attempt_at=at)
    waiting.update(next_attempt_at=at)


def deliver_digest(*, digest_id: UUID, now: datetime, channel: DigestSender | None = None) -> None:
    """Send one digest, unless it is sent, given up, not due, or in another worker's hands.

    Safe to repeat and to be killed anywhere, as `deliver` is. What was turned off since it joined is
    left out; where nothing is left, no letter goes out.
    """
    require_no_transaction()
    if not sending.claim(Digest.objects.all(), digest_id, now):
        return
    digest = Digest.objects.select_related("recipient").get(pk=digest_id)
    parts = Delivery.objects.filter(digest=digest, status__in=OPEN_STATUSES)
    rows = list(parts.select_related("message__recipient").order_by("message_id"))
    if digest.attempts > sending.MAX_ATTEMPTS:
        _fail(digest, rows, now, "No attempt came back.", permanent=True)
        return
    try:
        if rows:
            (channel or EmailChannel()).send_digest(digest, [row.message for row in rows])
    except DeliveryError as error:
        _fail(digest, rows, now, str(error), permanent=error.permanent)
    except Exception as error:
        logger.exception("Digest %s could not be sent.", digest_id)
        _fail(digest, rows, now, f"{type(error).__name__}: {error}", permanent=False)
    else:
        with transaction.atomic():
            sending.record_success(Digest.objects.all(), digest_id, now)
            _those(rows).update(status=Status.SENT, sent_at=now, last_error="")


def due_digest_ids(*, now: datetime, limit: int = 1000) -> list[UUID]:
    """Digests that should have gone out and did not, the longest waiting first."""
    return sending.due(Digest.objects.all(), now=now, limit=limit)


def _those(rows: Sequence[Delivery]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk__in=[row.pk for row in rows])


def _fail(digest: Digest, rows: Sequence[Delivery], now: datetime, error: str, *, permanent: bool) -> None:
    """Try again, or give the digest and all that is in it up: then each can be sent again alone."""
    with transaction.atomic():
        again = sending.fail(Digest.objects.all(), digest, error, now=now, permanent=permanent)
        if again is None:
            _those(rows).update(status=Status.DEAD, next_attempt_at=now, last_error=error[:500])
