"""Telling other systems: one event after another for each subject, for three days, then given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from notifications.enums import OPEN_STATUSES
from notifications.jobs import DELIVER_WEBHOOK, hand_over
from notifications.models import OutboxMessage, WebhookDelivery
from notifications.services import sending
from notifications.services.endpoints import note_answer
from notifications.webhooks.client import Answer, WebhookError, post
from notifications.webhooks.signing import signed_headers
from wallet_project.core.db import require_no_transaction

# As Standard Webhooks recommends: soon at first, and for a little more than three days in all.
DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
KEPT = 2000


def deliver_webhook(*, delivery_id: UUID, now: datetime) -> UUID | None:
    """Tell one endpoint of one event; answers with the next event of that subject that now may go.

    Events about one subject go in their order: while an earlier one is not told yet, or not even
    given out, this one waits. Safe to repeat and to be killed anywhere; an endpoint may hear an
    event twice, with the same `webhook-id`.
    """
    require_no_transaction()
    if not sending.claim(_first_in_line(), delivery_id, now):
        return None
    delivery = WebhookDelivery.objects.select_related("endpoint").get(pk=delivery_id)
    endpoint = delivery.endpoint
    if not endpoint.is_active:
        _fail(delivery, None, "The endpoint is switched off.", now, permanent=True)
        return None
    if delivery.attempts > len(DELAYS) + 1:
        _fail(delivery, None, "No attempt came back.", now, permanent=True)
        return _next_in_line(delivery)
    try:
        answer = post(
            endpoint.url,
            delivery.body.encode(),
            signed_headers(endpoint, delivery.event_id, delivery.body, now),
        )
    except WebhookError as error:
        return _fail(delivery, error.answer, error.message, now, permanent=error.permanent)
    _keep(delivery, answer)
    sending.record_success(WebhookDelivery.objects.all(), delivery.pk, now)
    note_answer(endpoint_id=endpoint.pk, went_well=True, now=now)
    return _next_in_line(delivery)


def due_webhook_ids(*, now: datetime, limit: int = 1000) -> list[UUID]:
    """What should have been told and was not, the longest waiting first; of what waits for an earlier
    event of its subject, nothing."""
    return sending.due(_first_in_line(), now=now, limit=limit)


def replay_webhooks(*, delivery_ids: Iterable[UUID], now: datetime) -> int:
    """Tell again what was given up, with all attempts. Returns how many there were."""
    with transaction.atomic():
        found = sending.revive(WebhookDelivery.objects.all(), delivery_ids, now)
        for delivery_id in found:
            hand_over(DELIVER_WEBHOOK, delivery_id=str(delivery_id))
    return len(found)


def _first_in_line() -> QuerySet[WebhookDelivery]:
    """Deliveries before which nothing of their subject has to be told to their endpoint."""
    earlier = WebhookDelivery.objects.filter(
        endpoint=OuterRef("endpoint"),
        subject=OuterRef("subject"),
        event_id__lt=OuterRef("event_id"),
        status__in=OPEN_STATUSES,
    ).exclude(subject="")
    not_given_out = OutboxMessage.objects.filter(
        subject=OuterRef("subject"), pk__lt=OuterRef("event_id"), dispatched_at=None
    ).exclude(subject="")
    return WebhookDelivery.objects.filter(~Exists(earlier), ~Exists(not_given_out))


def _next_in_line(delivery: WebhookDelivery) -> UUID | None:
    if not delivery.subject:
        return None
    waiting = WebhookDelivery.objects.filter(
        endpoint=delivery.endpoint_id,
        subject=delivery.subject,
        event_id__gt=delivery.event_id,
        status__in=OPEN_STATUSES,
    )
    return waiting.order_by("event_id").values_list("pk", flat=True).first()


def _fail(
    delivery: WebhookDelivery, answer: Answer | None, error: str, now: datetime, *, permanent: bool
) -> UUID | None:
    gives_up = permanent or delivery.attempts > len(DELAYS)
    wait = None if gives_up else sending.spread(DELAYS[delivery.attempts - 1])
    _keep(delivery, answer)
    sending.record_failure(
        WebhookDelivery.objects.all(),
        delivery.pk,
        next_attempt_at=None if wait is None else now + wait,
        error=error,
        now=now,
    )
    note_answer(endpoint_id=delivery.endpoint_id, went_well=False, now=now)
    return _next_in_line(delivery) if gives_up else None


def _keep(delivery: WebhookDelivery, answer: Answer | None) -> None:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        response_status=None if answer is None else answer.status,
        response_body="" if answer is None else answer.text[:KEPT],
        duration_ms=None if answer is None else answer.duration_ms,
    )
