"""Points that became money."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.enums import POINTS, ConversionTarget
from rewards.models.fields import minor_field
from rewards.models.policy import PointsProgram
from rewards.models.wallet import RewardWallet
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field


class PointsConversion(models.Model):
    """So many points for so much money, by the program that held then. It can't be undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        RewardWallet, models.PROTECT, related_name="conversions", verbose_name=_("points account")
    )
    program = models.ForeignKey(
        PointsProgram, models.PROTECT, related_name="+", verbose_name=_("worth of points")
    )
    asked = minor_field(_("points asked for"))
    points = minor_field(_("points"))
    value = amount_field(_("value"))
    target = models.CharField(_("went to"), max_length=15, choices=ConversionTarget.choices)
    key = models.CharField(_("idempotency key"), max_length=200)
    entry = models.OneToOneField("ledger.JournalEntry", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("converted"), auto_now_add=True)

    objects: ClassVar[models.Manager[PointsConversion]] = models.Manager()

    class Meta:
        verbose_name = _("conversion of points")
        verbose_name_plural = _("conversions of points")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("account", "key", name="conversion_key_is_unique_per_account"),
            models.CheckConstraint(name="conversion_gives_something", condition=Q(points__gt=0, value__gt=0)),
        ]
        indexes = [models.Index(name="conversions_by_day", fields=["account", "created_at"])]

    def __str__(self) -> str:
        return f"{self.points} {POINTS} → {self.money}"

    @property
    def points_money(self) -> Money:
        """The points as an amount in their unit."""
        return from_minor(self.points, POINTS)

    @property
    def money(self) -> Money:
        return from_minor(to_minor(self.value), str(self.value.currency))
