"""Several promotional messages in one letter."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.enums import OPEN_STATUSES, Status
from notifications.models.sending import Sending, sending_constraints


class Digest(Sending):
    """One letter to one person with all that has waited for it.

    Until a worker takes it in hand, messages join it: a person has one such digest at most.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recipient")
    )

    objects: ClassVar[models.Manager[Digest]] = models.Manager()

    class Meta(Sending.Meta):
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        indexes = [
            models.Index("next_attempt_at", condition=Q(status__in=OPEN_STATUSES), name="digest_is_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                "recipient",
                condition=Q(status=Status.PENDING, attempts=0),
                name="one_digest_that_messages_join",
            ),
            *sending_constraints("digest"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.next_attempt_at:%Y-%m-%d %H:%M}"
