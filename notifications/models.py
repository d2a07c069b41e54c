"""The outbox: each row is one message to one person, written with the change that it tells of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.enums import OPEN_STATUSES, Kind, Status
from wallet_project.core.ids import uuid7


class OutboxMessage(models.Model):
    """A message that goes out once for each `dedupe_key`.

    `next_attempt_at` is also the lease of the worker that has the message in hand: nobody else
    takes it before then, and if that worker dies, the sweep finds it afterwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=40, choices=Kind.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="outbox_messages", verbose_name=_("recipient")
    )
    dedupe_key = models.CharField(_("key"), max_length=200)
    context = models.JSONField(_("details"), default=dict)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index("next_attempt_at", condition=Q(status__in=OPEN_STATUSES), name="message_is_due"),
            models.Index(fields=["recipient", "-id"], name="message_of_recipient"),
        ]
        constraints = [
            models.UniqueConstraint("dedupe_key", name="one_message_per_dedupe_key"),
            models.CheckConstraint(name="message_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="message_has_sent_at_when_sent",
                condition=Q(status=Status.SENT, sent_at__isnull=False)
                | (~Q(status=Status.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        permissions = [("replay_outboxmessage", _("Can send messages again"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"
