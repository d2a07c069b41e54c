"""How much staff may refund in one currency, each version with the moment from which it holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wallets.models import Version


def _limit(verbose_name: Any) -> models.DecimalField[Decimal | int | None, Decimal | None]:
    return models.DecimalField(verbose_name, max_digits=18, decimal_places=3, null=True, blank=True)


class RefundLimits(Version):
    """Above the limit of a role a refund waits for a second person. Empty means no limit of that kind.

    A version in force or past is never changed: the database refuses it. How much one admin may move
    within a day, refunds and all else, is in `wallets.models.AdjustmentPolicy`.
    """

    starts_at = models.DateTimeField(_("holds from"), default=timezone.now)
    operations_each = _limit(_("operations: alone up to, each"))
    finance_each = _limit(_("finance: alone up to, each"))
    keys_each = _limit(_("API keys: alone up to, each"))
    decide_within_days = models.PositiveSmallIntegerField(_("days to decide"), default=14)

    objects: ClassVar[models.Manager[RefundLimits]] = models.Manager()

    class Meta:
        verbose_name = _("limit for refunds")
        verbose_name_plural = _("limits for refunds")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint("currency", "starts_at", name="one_limit_for_refunds_at_a_time"),
            models.CheckConstraint(
                name="refund_limits_are_never_negative",
                condition=(Q(operations_each=None) | Q(operations_each__gte=0))
                & (Q(finance_each=None) | Q(finance_each__gte=0))
                & (Q(keys_each=None) | Q(keys_each__gte=0)),
            ),
            models.CheckConstraint(
                name="refunds_are_decided_within_some_days", condition=Q(decide_within_days__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.starts_at:%Y-%m-%d}"
