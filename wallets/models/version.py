"""What the store decides, version by version, each with the moment from which it holds.

A version in force or past is never changed: the history says what held when.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wallet_project.core.ids import uuid7


class Version(models.Model):
    """One version of a decision for one currency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    currency = models.CharField(_("currency"), max_length=3)
    starts_at = models.DateTimeField(_("holds from"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        abstract = True
