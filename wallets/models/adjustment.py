"""A staff credit or debit, and how much staff may move."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wallet_project.core.ids import uuid7
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.ledger.models import JournalEntry
from wallets.models.fields import amount_field
from wallets.models.version import Version
from wallets.models.wallet import Wallet


def _limit(verbose_name: Any) -> models.DecimalField[Decimal | int | str | None, Decimal | None]:
    return models.DecimalField(verbose_name, max_digits=18, decimal_places=3, null=True, blank=True)


class Adjustment(models.Model):
    """A staff credit or debit with a reason code, who made it and what the customer was told.

    `key_line` is the line of API keys that it came with, if it came over the API.
    """

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
    key_line = models.UUIDField(_("with the key"), null=True, blank=True, editable=False)
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


class AdjustmentPolicy(Version):
    """How much staff may credit or debit in one currency: above the limit of their role it waits for a
    second person, beyond their daily sum it is refused. Empty means no limit of that kind."""

    starts_at = models.DateTimeField(_("holds from"), default=timezone.now)
    operations_each = _limit(_("operations: alone up to, each"))
    finance_each = _limit(_("finance: alone up to, each"))
    per_admin_and_day = _limit(_("each admin: at most, a day"))
    decide_within_days = models.PositiveSmallIntegerField(_("days to decide"), default=14)

    objects: ClassVar[models.Manager[AdjustmentPolicy]] = models.Manager()

    class Meta:
        verbose_name = _("limit for staff")
        verbose_name_plural = _("limits for staff")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint("currency", "starts_at", name="one_limit_for_staff_at_a_time"),
            models.CheckConstraint(
                name="limits_for_staff_are_never_negative",
                condition=(Q(operations_each=None) | Q(operations_each__gte=0))
                & (Q(finance_each=None) | Q(finance_each__gte=0))
                & (Q(per_admin_and_day=None) | Q(per_admin_and_day__gte=0)),
            ),
            models.CheckConstraint(
                name="adjustments_are_decided_within_some_days", condition=Q(decide_within_days__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.starts_at:%Y-%m-%d}"
