"""Other systems that are told of everything, and what they were told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.enums import OPEN_STATUSES, EndpointStatus
from notifications.models.message import OutboxMessage
from notifications.models.sending import Sending, sending_constraints
from wallet_project.core.ids import uuid7


class WebhookEndpoint(models.Model):
    """An address that is told. `events` empty: of all events.

    After a rotation the old secret signs too until `previous_until`. `failing_since` is the first
    failure after the last success.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list, blank=True)
    secret = models.CharField(max_length=80, editable=False)
    previous_secret = models.CharField(max_length=80, blank=True, editable=False)
    previous_until = models.DateTimeField(_("old secret valid until"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=EndpointStatus.choices, default=EndpointStatus.ACTIVE
    )
    status_reason = models.CharField(_("why"), max_length=300, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    key = models.CharField(_("idempotency key"), max_length=200, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[WebhookEndpoint]] = models.Manager()

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="endpoint_status_is_known", condition=Q(status__in=EndpointStatus.values)
            ),
            models.CheckConstraint(name="endpoint_has_a_secret", condition=~Q(secret="")),
            models.UniqueConstraint("key", name="endpoint_is_made_once_for_a_key", condition=~Q(key="")),
            models.CheckConstraint(
                name="old_secret_ends",
                condition=Q(previous_secret="", previous_until=None)
                | (~Q(previous_secret="") & Q(previous_until__isnull=False)),
            ),
        ]
        permissions = [("replay_webhookdelivery", _("Can send webhooks again"))]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.status == EndpointStatus.ACTIVE


class WebhookDelivery(Sending):
    """One event to one endpoint, with what was sent and what came back. `message` is None where
    no customer was told: of a test, or a decision."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, models.PROTECT, related_name="deliveries", verbose_name=_("endpoint")
    )
    message = models.ForeignKey(
        OutboxMessage, models.PROTECT, null=True, related_name="+", verbose_name=_("message")
    )
    event = models.CharField(_("event"), max_length=60)
    subject = models.CharField(_("about"), max_length=100, blank=True)
    event_id = models.UUIDField(_("event id"))
    body = models.TextField(_("request"))
    response_status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    response_body = models.TextField(_("answer in full"), blank=True)
    duration_ms = models.PositiveIntegerField(_("took, in ms"), null=True, blank=True)

    objects: ClassVar[models.Manager[WebhookDelivery]] = models.Manager()

    class Meta(Sending.Meta):
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        indexes = [
            models.Index("next_attempt_at", condition=Q(status__in=OPEN_STATUSES), name="webhook_is_due"),
            models.Index(
                "endpoint",
                "subject",
                "event_id",
                condition=Q(status__in=OPEN_STATUSES),
                name="open_webhooks_in_order",
            ),
            models.Index(fields=["endpoint", "-id"], name="webhooks_of_endpoint"),
        ]
        constraints = [
            models.UniqueConstraint("endpoint", "event_id", name="endpoint_is_told_once"),
            *sending_constraints("webhook"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.endpoint}"
