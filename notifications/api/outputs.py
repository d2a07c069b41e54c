"""What the API answers about messages and webhooks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from notifications.api.inputs import KEPT_STATUSES, HourField
from notifications.enums import ChannelName, Group, Kind, Pace, Status
from notifications.kinds import EVENTS, TEST_EVENT
from notifications.webhooks.signing import webhook_id
from wallet_project.core.api.fields import TimeField
from wallet_project.core.api.serializers import Output


class NotificationOutput(Output):
    """A message in its customer's language. `link` is a path of the store; it may be empty."""

    id = serializers.UUIDField()
    customer = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    group = serializers.ChoiceField(Group.choices)
    subject = serializers.CharField()
    text = serializers.CharField()
    link = serializers.CharField()
    read_at = TimeField(allow_null=True)
    archived_at = TimeField(allow_null=True)
    created_at = TimeField()


class MarkedOutput(Output):
    marked = serializers.IntegerField(help_text="How many were not read before.")


class RefusedOutput(Output):
    group = serializers.ChoiceField(Group.choices)
    channel = serializers.ChoiceField(ChannelName.choices)


class PreferencesOutput(Output):
    """All messages come but those that are `refused`. Reminders and offers keep to the quiet hours, which
    are in the customer's zone; by e-mail they come at this pace, at `digest_hour` if all together."""

    refused = RefusedOutput(many=True)
    quiet_from = HourField(allow_null=True)
    quiet_until = HourField(allow_null=True)
    pace = serializers.ChoiceField(Pace.choices)
    digest_hour = serializers.IntegerField()


class EndpointOutput(Output):
    """`failing_since` is the first failure after the last success. For a day after a rotation, until
    `old_secret_until`, the old secret signs too."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.ChoiceField(list(EVENTS)))
    status = serializers.ChoiceField(KEPT_STATUSES)
    status_reason = serializers.CharField()
    failing_since = TimeField(allow_null=True)
    old_secret_until = TimeField(source="previous_until", allow_null=True)
    created_at = TimeField()


class SecretEndpointOutput(EndpointOutput):
    """With the secret, which is shown this once: keep it where the other system is."""

    secret = serializers.CharField()


class WebhookRequestOutput(Output):
    url = serializers.CharField()
    body = serializers.CharField(help_text="Exactly as it was signed and sent.")


class WebhookResponseOutput(Output):
    status = serializers.IntegerField()
    body = serializers.CharField(help_text="Its beginning.")
    duration_ms = serializers.IntegerField(allow_null=True)


class WebhookDeliveryOutput(Output):
    """One event to one endpoint: what was sent, and what came back last; null before the first answer.
    The endpoint got `webhook_id` in a header of that name."""

    id = serializers.UUIDField()
    event = serializers.ChoiceField([*EVENTS, TEST_EVENT])
    webhook_id = serializers.SerializerMethodField()
    subject = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    attempts = serializers.IntegerField()
    next_attempt_at = serializers.SerializerMethodField()
    request = serializers.SerializerMethodField()
    response = serializers.SerializerMethodField()
    last_error = serializers.CharField()
    created_at = TimeField()
    sent_at = TimeField(allow_null=True)

    def get_webhook_id(self, delivery: Any) -> str:
        return webhook_id(delivery.event_id)

    @extend_schema_field(TimeField(allow_null=True))
    def get_next_attempt_at(self, delivery: Any) -> str | None:
        is_open = delivery.status in (Status.PENDING, Status.FAILED)
        return TimeField().to_representation(delivery.next_attempt_at) if is_open else None

    @extend_schema_field(WebhookRequestOutput())
    def get_request(self, delivery: Any) -> Any:
        return WebhookRequestOutput.written({"url": delivery.endpoint.url, "body": delivery.body})

    @extend_schema_field(WebhookResponseOutput(allow_null=True))
    def get_response(self, delivery: Any) -> Any:
        if delivery.response_status is None:
            return None
        answer = {"status": delivery.response_status, "body": delivery.response_body}
        return WebhookResponseOutput.written({**answer, "duration_ms": delivery.duration_ms})
