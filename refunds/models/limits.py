"""How much staff may refund in one currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def _limit(verbose_name: Any) -> models.DecimalField[Decimal | int | None, Decimal | None]:
    return models.DecimalField(verbose_name, max_digits=18, decimal_places=3, null=True, blank=True)


class RefundLimits(models.Model):
    """Above the limit of a role a refund waits for a second person. Empty means no limit of that kind."""

    currency = models.CharField(_("currency"), max_length=3, primary_key=True)
    operations_each = _limit(_("operations: alone up to, each"))
    finance_each = _limit(_("finance: alone up to, each"))
    keys_each = _limit(_("API keys: alone up to, each"))
    per_admin_and_day = _limit(_("each admin: at most, a day"))
    decide_within_days = models.PositiveSmallIntegerField(_("days to decide"), default=14)

    objects: ClassVar[models.Manager[RefundLimits]] = models.Manager()

    class Meta:
        verbose_name = _("limit for refunds")
        verbose_name_plural = _("limits for refunds")
        constraints = [
            models.CheckConstraint(
                name="refund_limits_are_never_negative",
                condition=(Q(operations_each=None) | Q(operations_each__gte=0))
                & (Q(finance_each=None) | Q(finance_each__gte=0))
                & (Q(keys_each=None) | Q(keys_each__gte=0))
                & (Q(per_admin_and_day=None) | Q(per_admin_and_day__gte=0)),
            ),
            models.CheckConstraint(
                name="refunds_are_decided_within_some_days", condition=Q(decide_within_days__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.currency
