"""A staff credit or debit, and how much staff may move."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wallet_project.core.ids import uuid7
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.ledger.models import JournalEntry
from wallets.models.fields import amount_field
from wallets.models.wallet import Wallet


class Adjustment(models.Model):
    """A staff credit or debit with a reason code, who made it and what the customer was told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="adjustments", verbose_name=_("wallet"))
    direction = models.CharField(_("credit or debit"), max_length=6, choices=AdjustmentDirection.choices)
    amount = amount_field(_("amount"))
    reason = models.CharField(_("reason"), max_length=30, choices=AdjustmentReason.choices)
    note = models.TextField(_("internal note"), max_length=2000, blank=True)
    customer_note = models.CharField(_("note to the customer"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        constraints = [
            models.CheckConstraint(name="adjustment_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="adjustment_direction_is_known", condition=Q(direction__in=AdjustmentDirection.values)
            ),
            models.CheckConstraint(
                name="adjustment_reason_is_known", condition=Q(reason__in=AdjustmentReason.values)
            ),
        ]
        indexes = [models.Index(name="adjustments_by_actor_and_day", fields=["actor", "created_at"])]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.amount}"


class AdjustmentPolicy(models.Model):
    """How much staff may credit or debit in one currency. Empty means no limit of that kind."""

    currency = models.CharField(_("currency"), max_length=3, primary_key=True)
    operations_each = models.DecimalField(
        _("operations: at most, each"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    per_admin_and_day = models.DecimalField(
        _("each admin: at most, a day"), max_digits=18, decimal_places=3, null=True, blank=True
    )

    class Meta:
        verbose_name = _("limit for staff")
        verbose_name_plural = _("limits for staff")

    def __str__(self) -> str:
        return self.currency
