"""One way of one message to its recipient."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.enums import OPEN_STATUSES, ChannelName
from notifications.models.digest import Digest
from notifications.models.message import OutboxMessage
from notifications.models.sending import Sending, sending_constraints


class Delivery(Sending):
    """A message on one channel. One that is in a digest goes out with it, not on its own."""

    message = models.ForeignKey(
        OutboxMessage, models.PROTECT, related_name="deliveries", verbose_name=_("message")
    )
    channel = models.CharField(_("by"), max_length=10, choices=ChannelName.choices)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, related_name="deliveries", verbose_name=_("digest")
    )

    objects: ClassVar[models.Manager[Delivery]] = models.Manager()

    class Meta(Sending.Meta):
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index("next_attempt_at", condition=Q(status__in=OPEN_STATUSES), name="delivery_is_due"),
        ]
        constraints = [
            models.UniqueConstraint("message", "channel", name="message_goes_once_by_each_channel"),
            models.CheckConstraint(
                name="delivery_channel_is_known", condition=Q(channel__in=ChannelName.values)
            ),
            *sending_constraints("delivery"),
        ]
        permissions = [("replay_delivery", _("Can send messages again"))]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.message}"
