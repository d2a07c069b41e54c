"""Webhooks of the gateway, stored once by their id and handled in any order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class GatewayEventRecord(models.Model):
    """A verified webhook. `body` holds the ids that it named, never card data."""

    event_id = models.CharField(_("event"), max_length=100, unique=True)
    type = models.CharField(_("type"), max_length=100)
    kind = models.CharField(_("kind"), max_length=30)
    body = models.JSONField(_("body"), default=dict)
    created_at = models.DateTimeField(_("sent"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("gateway event")
        verbose_name_plural = _("gateway events")
        indexes = [
            models.Index(
                name="events_waiting_to_be_handled", fields=["received_at"], condition=Q(handled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
