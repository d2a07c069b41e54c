"""What is tried until it is done or given up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.enums import Status
from wallet_project.core.ids import uuid7


class Sending(models.Model):
    """What is tried until it is done or given up.

    `next_attempt_at` is also the lease of the worker that has it in hand: nobody else takes it
    before then, and if that worker dies, the sweep finds it afterwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]


def sending_constraints(name: str) -> list[models.BaseConstraint]:
    """The rules of a table of sendings; `name` begins their names."""
    return [
        models.CheckConstraint(name=f"{name}_status_is_known", condition=Q(status__in=Status.values)),
        models.CheckConstraint(
            name=f"{name}_has_sent_at_when_sent",
            condition=Q(status=Status.SENT, sent_at__isnull=False)
            | (~Q(status=Status.SENT) & Q(sent_at__isnull=True)),
        ),
    ]
