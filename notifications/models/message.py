"""The outbox: each row is one message to one person, written with the change that it tells of."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.enums import Kind
from wallet_project.core.ids import uuid7


class OutboxMessage(models.Model):
    """A message that is told once for each `dedupe_key`.

    It is in the recipient's inbox from the commit on. Many messages at once are given out one after
    the other: not before `due_at`. `dispatched_at` is when the ways to send it
    were decided: from then on it has its `Delivery` and `WebhookDelivery` rows. `subject` names what
    it is about (`wallet:<id>`, say): webhooks about one subject arrive in their order. `data` is what
    other systems are told, `context` what people read.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=40, choices=Kind.choices)
    # Found by the index of `message_of_recipient`.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        related_name="outbox_messages",
        verbose_name=_("recipient"),
    )
    dedupe_key = models.CharField(_("key"), max_length=200)
    subject = models.CharField(_("about"), max_length=100, blank=True)
    context = models.JSONField(_("details"), default=dict)
    data = models.JSONField(_("data for other systems"), default=dict)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("to be given out"), default=timezone.now)
    dispatched_at = models.DateTimeField(_("given out"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects: ClassVar[models.Manager[OutboxMessage]] = models.Manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index("due_at", condition=Q(dispatched_at=None), name="messages_to_give_out"),
            models.Index("subject", "id", condition=Q(dispatched_at=None), name="waiting_of_subject"),
            models.Index(fields=["recipient", "-id"], name="message_of_recipient"),
            models.Index(
                "recipient", condition=Q(read_at=None, archived_at=None), name="unread_messages_of_recipient"
            ),
        ]
        constraints = [
            models.UniqueConstraint("dedupe_key", name="one_message_per_dedupe_key"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def is_unread(self) -> bool:
        return self.read_at is None
