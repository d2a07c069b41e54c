"""What the API remembers of the requests that it has answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class IdempotentRequest(models.Model):
    """One use of an Idempotency-Key by one caller, and the answer that it got, byte for byte.

    Written in the transaction of the effect. Where the effect includes a call to the gateway, the row
    is there first, without an answer; `claimed_at` says since when somebody works on it.
    """

    caller = models.CharField(_("caller"), max_length=100)
    key = models.CharField(_("idempotency key"), max_length=255)
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("path"), max_length=500)
    body_hash = models.BinaryField(_("hash of the body"), max_length=32)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    body = models.BinaryField(_("answer"), null=True)
    claimed_at = models.DateTimeField(_("claimed"))
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("idempotent request")
        verbose_name_plural = _("idempotent requests")
        constraints = [
            models.UniqueConstraint("caller", "key", name="idempotency_key_is_used_once_by_a_caller"),
            models.CheckConstraint(
                name="answer_has_status_and_body",
                condition=Q(status=None, body=None) | Q(status__isnull=False, body__isnull=False),
            ),
        ]
        indexes = [models.Index(name="idempotent_requests_by_age", fields=["created_at"])]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
