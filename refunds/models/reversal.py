"""A refund that was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from refunds.models.refund import Refund
from wallet_project.core.ids import uuid7
from wallets.models.fields import amount_field


class RefundReversal(models.Model):
    """The customer kept the goods after all: what of the refund was still there, and what was not.

    `amount` is all that the customer had of it; what could not be taken is `shortfall`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    refund = models.OneToOneField(Refund, models.PROTECT, related_name="reversal", verbose_name=_("refund"))
    amount = amount_field(_("amount"))
    taken = amount_field(_("taken back"))
    shortfall = amount_field(_("no longer there"))
    reason = models.CharField(_("reason"), max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    bonus_entry = models.OneToOneField(
        "ledger.JournalEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry of the bonus"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[RefundReversal]] = models.Manager()

    class Meta:
        verbose_name = _("refund taken back")
        verbose_name_plural = _("refunds taken back")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="reversal_is_what_was_taken_and_what_was_not",
                condition=Q(amount=F("taken") + F("shortfall"), amount__gt=0, taken__gte=0, shortfall__gte=0),
            ),
            models.CheckConstraint(
                name="reversal_is_in_one_currency",
                condition=Q(
                    taken_currency=F("amount_currency"),
                    shortfall_currency=F("amount_currency"),
                ),
            ),
            models.CheckConstraint(name="reversal_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.refund_id}: {self.taken}"
