"""What a person wants to hear of, by which channel, and when not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.enums import MANDATORY_GROUPS, ChannelName, Group
from notifications.exceptions import StaysOn
from notifications.models import NotificationSettings, Preference
from wallet_project.core.exceptions import InvalidState


def save_preferences(
    *,
    user_id: int,
    refused: Collection[tuple[Group, ChannelName]],
    quiet_from: time | None = None,
    quiet_until: time | None = None,
) -> None:
    """From now on, send this person all but what is `refused`, and nothing promotional in the quiet
    hours. Raises `StaysOn` for a group that can't be turned off, `InvalidState` for quiet hours
    without a beginning or an end. Safe to repeat."""
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
        NotificationSettings.objects.update_or_create(
            pk=user_id, defaults={"quiet_from": quiet_from, "quiet_until": quiet_until}
        )


def turn_off(*, user_id: int, group: Group, channel: ChannelName) -> None:
    """Send this person no more messages of that group by that channel. Raises `StaysOn`. Safe to
    repeat."""
    if group in MANDATORY_GROUPS:
        raise StaysOn(str(group.label))
    Preference.objects.bulk_create(
        [Preference(user_id=user_id, group=group, channel=channel)], ignore_conflicts=True
    )
