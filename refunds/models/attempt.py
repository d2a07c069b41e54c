"""A refund to a card that came to nothing, and was tried again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from refunds.models.allocation import ENTRY, RefundAllocation
from wallet_project.core.ids import uuid7


class RefundAttempt(models.Model):
    """What the gateway was asked before, with its key and why it failed. The part of the refund itself
    holds the attempt that counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    allocation = models.ForeignKey(
        RefundAllocation, models.PROTECT, related_name="attempts", verbose_name=_("part of a refund")
    )
    number = models.PositiveSmallIntegerField(_("attempt"))
    gateway_key = models.CharField(_("key at the gateway"), max_length=64)
    gateway_refund = models.CharField(_("refund at the gateway"), max_length=120, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    entry = models.OneToOneField(
        ENTRY, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entry")
    )
    undone_entry = models.OneToOneField(
        ENTRY, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entry that undid it")
    )
    asked_at = models.DateTimeField(_("first asked"), null=True, blank=True)
    retried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("tried again by")
    )
    retried_at = models.DateTimeField(_("tried again"), auto_now_add=True)

    objects: ClassVar[models.Manager[RefundAttempt]] = models.Manager()

    class Meta:
        verbose_name = _("failed attempt of a refund")
        verbose_name_plural = _("failed attempts of refunds")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("allocation", "number", name="refund_attempt_is_counted_once"),
            models.UniqueConstraint("gateway_key", name="gateway_key_is_one_attempts"),
            models.CheckConstraint(name="refund_attempt_has_a_number", condition=Q(number__gt=0)),
            models.CheckConstraint(name="refund_attempt_has_a_key", condition=~Q(gateway_key="")),
            models.CheckConstraint(
                name="refund_attempt_left_no_money_behind",
                condition=Q(entry=None, undone_entry=None)
                | Q(entry__isnull=False, undone_entry__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.failure}"
