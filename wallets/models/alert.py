"""When a customer wants to hear that a wallet runs low."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.models.wallet import Wallet


class LowBalanceAlert(models.Model):
    """Tell the customer once when the balance falls below `threshold`, in minor units. `told_at` is when
    they were told; None again once the balance has risen."""

    wallet = models.OneToOneField(
        Wallet, models.CASCADE, primary_key=True, related_name="low_balance_alert", verbose_name=_("wallet")
    )
    threshold = models.BigIntegerField(_("tell below"))
    told_at = models.DateTimeField(_("told"), null=True)

    objects: ClassVar[models.Manager[LowBalanceAlert]] = models.Manager()

    class Meta:
        verbose_name = _("low balance alert")
        verbose_name_plural = _("low balance alerts")
        constraints = [
            models.CheckConstraint(name="low_balance_is_above_zero", condition=Q(threshold__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.wallet_id}: {self.threshold}"

    @property
    def money(self) -> Money:
        return from_minor(self.threshold, self.wallet.currency)
