"""Deciding by which ways a message goes out: once for each message, after its commit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from notifications.channels.registry import CHANNELS, offered_channels
from notifications.enums import MANDATORY_GROUPS, ChannelName
from notifications.kinds import FACTS
from notifications.models import Delivery, OutboxMessage, Preference
from notifications.schedule import times_of
from notifications.services.details import add_details
from notifications.services.digests import join_digest
from notifications.services.webhook_events import write_webhooks


def dispatch_message(*, message_id: UUID, now: datetime) -> tuple[list[UUID], list[UUID]]:
    """Write the deliveries of one message; answers with those to make now: by channel, and to
    endpoints. Safe to repeat, and to be killed anywhere: a second call finds nothing to do."""
    with transaction.atomic():
        waiting = OutboxMessage.objects.select_for_update(of=("self",)).select_related("recipient")
        message = waiting.filter(pk=message_id, dispatched_at=None).first()
        if message is None:
            return [], []
        add_details(message)
        deliveries = _deliveries(message, now)
        Delivery.objects.bulk_create(deliveries)
        webhooks = write_webhooks(message, now=now)
        message.dispatched_at = now
        message.save(update_fields=["context", "dispatched_at"])
    ready = [one.pk for one in deliveries if one.digest_id is None and one.next_attempt_at <= now]
    return ready, webhooks


def _deliveries(message: OutboxMessage, now: datetime) -> list[Delivery]:
    facts = FACTS[message.kind]  # type: ignore[index]
    times = times_of(message.recipient, facts.group, now=now)
    deliveries = [
        Delivery(message=message, channel=channel, next_attempt_at=times.start)
        for channel in offered_channels()
        if (channel != ChannelName.SMS or facts.by_sms) and CHANNELS[channel]().reaches(message.recipient_id)
    ]
    if facts.group not in MANDATORY_GROUPS:
        refusals = Preference.objects.filter(user_id=message.recipient_id, group=facts.group)
        refused = set(refusals.values_list("channel", flat=True))
        deliveries = [delivery for delivery in deliveries if delivery.channel not in refused]
    for delivery in deliveries:
        if times.digest_at is not None and delivery.channel == ChannelName.EMAIL:
            delivery.digest = join_digest(recipient_id=message.recipient_id, at=times.digest_at)
            delivery.next_attempt_at = delivery.digest.next_attempt_at
    return deliveries
