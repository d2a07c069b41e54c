"""What the API takes about messages and webhooks."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from notifications.enums import ChannelName as Channel
from notifications.enums import EndpointStatus, Group, Kind, Pace, Status
from wallet_project.core.api.fields import ReferenceField, TextField
from wallet_project.core.api.serializers import Filters, Input, ListFilters, PeriodFilters

HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
KEPT_STATUSES = [choice for choice in EndpointStatus.choices if choice[0] != EndpointStatus.REMOVED]
MOST_EVENTS = 200


@extend_schema_field({"type": ["string", "null"], "pattern": f"^{HOUR.pattern}$", "examples": ["22:00"]})
class HourField(serializers.Field[time, Any, str, Any]):
    """A time of the day, like `22:00`, in the customer's own zone."""

    default_error_messages = {"invalid": _("Write a time of the day like 22:00.")}

    def to_internal_value(self, data: Any) -> time:
        if not isinstance(data, str) or not HOUR.fullmatch(data):
            self.fail("invalid")
        return time.fromisoformat(data)

    def to_representation(self, value: time) -> str:
        return f"{value:%H:%M}"


class NotificationFilters(PeriodFilters):
    customer = ReferenceField(required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    unread = serializers.BooleanField(required=False, help_text="`true`: only what is not read yet.")
    archived = serializers.BooleanField(
        required=False, default=False, help_text="What was put away, instead of the inbox."
    )


class CustomerFilter(Filters):
    customer = ReferenceField(required=False)


class RefusedInput(Input):
    group = serializers.ChoiceField(Group.choices)
    channel = serializers.ChoiceField(Channel.choices)


class PreferencesInput(Input):
    """As `GET` answers: it replaces all that was chosen before."""

    refused = serializers.ListField(child=RefusedInput(), max_length=len(Group) * len(Channel))
    quiet_from = HourField(allow_null=True)
    quiet_until = HourField(allow_null=True)
    pace = serializers.ChoiceField(Pace.choices)
    digest_hour = serializers.IntegerField(min_value=0, max_value=23)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        begin, end = attrs["quiet_from"], attrs["quiet_until"]
        if (begin is None) != (end is None) or (begin is not None and begin == end):
            message = _("Quiet hours need a beginning and another end.")
            raise serializers.ValidationError({"quiet_until": [message]}, code="invalid")
        return attrs


class EndpointFilters(ListFilters):
    status = serializers.ChoiceField(KEPT_STATUSES, required=False)


class EndpointInput(Input):
    url = serializers.URLField(max_length=500, help_text="It begins with https://.")
    name = TextField(max_length=80, required=False, allow_blank=True, default="")
    events = serializers.ListField(
        child=TextField(max_length=60),
        required=False,
        default=list,
        max_length=MOST_EVENTS,
        help_text="Of which events it is told; of all, if it is empty.",
    )


class DeliveryFilters(PeriodFilters):
    status = serializers.ChoiceField(Status.choices, required=False)
    event = serializers.CharField(required=False, max_length=60)
