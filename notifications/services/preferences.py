"""What a person wants to hear of, by which channel, and when not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.enums import MANDATORY_GROUPS, OPEN_STATUSES, ChannelName, Group, Pace, Status
from notifications.exceptions import StaysOn
from notifications.kinds import kinds_of
from notifications.models import Delivery, NotificationSettings, Preference
from notifications.schedule import digest_at
from notifications.services.digests import move_digest
from wallet_project.core.exceptions import InvalidState
from wallet_project.core.zones import zone_of


def save_preferences(
    *,
    user_id: int,
    refused: Collection[tuple[Group, ChannelName]],
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    pace: str = Pace.AT_ONCE,
    digest_hour: int = 9,
    now: datetime | None = None,
) -> None:
    """From now on, send this person all but what is `refused`, nothing promotional in the quiet hours,
    and promotional e-mail at this pace, all together at `digest_hour` of their zone.

    It holds for what already waits too: what was turned off does not go out, and the digest that waits
    moves to its new time. Raises `StaysOn` for a group that can't be turned off, `InvalidState` for
    quiet hours without a beginning or an end, `ValueError` for another pace. Safe to repeat.
    """
    for group, _channel in refused:
        if group in MANDATORY_GROUPS:
            raise StaysOn(str(group.label))
    if (quiet_from is None) != (quiet_until is None) or (
        quiet_from is not None and quiet_from == quiet_until
    ):
        raise InvalidState(_("Quiet hours need a beginning and another end."))
    with transaction.atomic():
        Preference.objects.filter(user_id=user_id).delete()
        Preference.objects.bulk_create(
            [Preference(user_id=user_id, group=group, channel=channel) for group, channel in set(refused)],
            ignore_conflicts=True,
        )
        wishes, _made = NotificationSettings.objects.update_or_create(
            pk=user_id,
            defaults={
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "pace": Pace(pace),
                "digest_hour": digest_hour,
            },
        )
        for group, channel in set(refused):
            _drop_waiting(user_id, group, channel)
        _move_waiting(wishes, now or timezone.now())


def turn_off(*, user_id: int, group: Group, channel: ChannelName) -> None:
    """Send this person no more messages of that group by that channel. Raises `StaysOn`. Safe to
    repeat."""
    if group in MANDATORY_GROUPS:
        raise StaysOn(str(group.label))
    with transaction.atomic():
        Preference.objects.bulk_create(
            [Preference(user_id=user_id, group=group, channel=channel)], ignore_conflicts=True
        )
        _drop_waiting(user_id, group, channel)


def _drop_waiting(user_id: int, group: Group, channel: ChannelName) -> None:
    """Don't send what is not wanted any more; what a worker has in hand may still go out."""
    waiting = Delivery.objects.filter(message__recipient_id=user_id, message__kind__in=kinds_of(group))
    waiting.filter(channel=channel, status__in=OPEN_STATUSES).update(status=Status.DROPPED)


def _move_waiting(wishes: NotificationSettings, now: datetime) -> None:
    person = get_user_model().objects.get(pk=wishes.pk)
    at = digest_at(wishes, zone_of(person), now=now)
    move_digest(recipient_id=person.pk, at=at or now)
