"""Endpoints of other systems: made, tested, given a new secret, switched off and on."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from notifications.details import sentence
from notifications.enums import OPEN_STATUSES, EndpointStatus, Status
from notifications.exceptions import UnknownEvents
from notifications.jobs import DELIVER_WEBHOOK, hand_over
from notifications.kinds import EVENTS, TEST_EVENT
from notifications.models import WebhookDelivery, WebhookEndpoint
from notifications.services.outbox import enqueue
from notifications.services.webhook_events import event_body
from notifications.webhooks.addresses import require_public
from wallet_project.core.db import require_no_transaction
from wallet_project.core.exceptions import IdempotencyConflict, NotFound
from wallet_project.core.ids import uuid7

# The old secret signs beside the new one for so long after a rotation.
OVERLAP = timedelta(hours=24)
# An endpoint that has not answered well for so long is switched off.
PATIENCE = timedelta(days=5)


def add_endpoint(
    *, name: str, url: str, events: Sequence[str] = (), owner_id: int | None = None, key: str = ""
) -> WebhookEndpoint:
    """Tell this address of these events from now on (none: of all). Raises `AddressRefused` for an
    address inside the store's own network, `UnknownEvents`, and `IdempotencyConflict`. Looks the
    address up: never call it in a transaction. Safe to repeat with the same key, also at once."""
    require_no_transaction()
    if (earlier := _made_before(key, url)) is not None:
        return earlier
    unknown = sorted(set(events) - set(EVENTS))
    if unknown:
        raise UnknownEvents(unknown)
    require_public(url)
    try:
        return WebhookEndpoint.objects.create(
            name=name, url=url, events=sorted(set(events)), secret=new_secret(), owner_id=owner_id, key=key
        )
    except IntegrityError:
        if (first := _made_before(key, url)) is None:
            raise
        return first


def _made_before(key: str, url: str) -> WebhookEndpoint | None:
    """What this key made; None if it has made nothing yet. Raises `IdempotencyConflict`."""
    earlier = WebhookEndpoint.objects.filter(key=key).first() if key else None
    if earlier is not None and earlier.url != url:
        raise IdempotencyConflict(key)
    return earlier


def new_secret() -> str:
    """As Standard Webhooks has it: `whsec_` and 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def rotate_secret(*, endpoint_id: UUID, now: datetime) -> WebhookEndpoint:
    """A new secret; for `OVERLAP` every event is signed with both. Raises `NotFound`."""
    with transaction.atomic():
        endpoint = lock_endpoint(endpoint_id)
        endpoint.previous_secret, endpoint.previous_until = endpoint.secret, now + OVERLAP
        endpoint.secret = new_secret()
        endpoint.save(update_fields=["secret", "previous_secret", "previous_until"])
        return endpoint


def disable_endpoint(*, endpoint_id: UUID, reason: str) -> WebhookEndpoint:
    """Tell it nothing any more. Safe to repeat. Raises `NotFound`."""
    with transaction.atomic():
        endpoint = lock_endpoint(endpoint_id)
        if endpoint.is_active:
            _disable(endpoint, reason)
        return endpoint


def enable_endpoint(*, endpoint_id: UUID) -> WebhookEndpoint:
    """Tell it again of what happens from now on. Safe to repeat. Raises `NotFound`."""
    with transaction.atomic():
        endpoint = lock_endpoint(endpoint_id)
        endpoint.status, endpoint.status_reason, endpoint.failing_since = EndpointStatus.ACTIVE, "", None
        endpoint.save(update_fields=["status", "status_reason", "failing_since"])
        return endpoint


def remove_endpoint(*, endpoint_id: UUID) -> WebhookEndpoint:
    """Forget it, for good: it is told nothing any more, and what waited for it is dropped. What it was
    told is kept. Raises `NotFound`, also where it is removed already."""
    with transaction.atomic():
        endpoint = lock_endpoint(endpoint_id)
        endpoint.status = EndpointStatus.REMOVED
        endpoint.save(update_fields=["status"])
        endpoint.deliveries.filter(status__in=OPEN_STATUSES).update(status=Status.DROPPED)
        return endpoint


def send_test_event(*, endpoint_id: UUID, now: datetime) -> WebhookDelivery:
    """Tell the endpoint of a made-up event, on the way of real ones. Raises `NotFound`."""
    with transaction.atomic():
        endpoint = lock_endpoint(endpoint_id)
        delivery = WebhookDelivery.objects.create(
            endpoint=endpoint,
            event=TEST_EVENT,
            event_id=uuid7(),
            body=event_body(TEST_EVENT, now, {"endpoint": endpoint.name}),
            next_attempt_at=now,
        )
        hand_over(DELIVER_WEBHOOK, delivery_id=str(delivery.pk))
        return delivery


def note_answer(*, endpoint_id: UUID, went_well: bool, now: datetime) -> None:
    """Keep since when an endpoint fails; after `PATIENCE` it is switched off and its maker told."""
    if went_well:
        WebhookEndpoint.objects.filter(pk=endpoint_id, failing_since__isnull=False).update(failing_since=None)
        return
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if endpoint is None:
            return
        if endpoint.failing_since is None:
            endpoint.failing_since = now
            endpoint.save(update_fields=["failing_since"])
        elif endpoint.is_active and endpoint.failing_since <= now - PATIENCE:
            _disable(endpoint, _("It has not answered well for five days."))


def _disable(endpoint: WebhookEndpoint, reason: str) -> None:
    endpoint.status, endpoint.status_reason = EndpointStatus.DISABLED, reason[:300]
    endpoint.save(update_fields=["status", "status_reason"])
    if endpoint.owner_id is not None:
        enqueue(
            kind="webhook_disabled",
            recipient_id=endpoint.owner_id,
            dedupe_key=f"webhook_disabled:{endpoint.pk}:{endpoint.failing_since}",
            context={"name": endpoint.name, "reason": sentence(reason)},
        )


def lock_endpoint(endpoint_id: UUID) -> WebhookEndpoint:
    """The endpoint, locked until the end of the transaction. Raises `NotFound`, for a removed one too."""
    endpoint = _locked(endpoint_id)
    if endpoint is None:
        raise NotFound(_("webhook endpoint"))
    return endpoint


def _locked(endpoint_id: UUID) -> WebhookEndpoint | None:
    kept = WebhookEndpoint.objects.exclude(status=EndpointStatus.REMOVED)
    return kept.select_for_update(of=("self",)).filter(pk=endpoint_id).first()
