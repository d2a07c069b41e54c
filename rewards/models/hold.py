"""Rewards reserved at checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.models.fields import minor_field
from rewards.models.wallet import RewardWallet
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor
from wallet_project.core.words import written
from wallets.enums import HoldStatus

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from rewards.models.lot import LotConsumption

ENTRY = "ledger.JournalEntry"


class RewardHold(models.Model):
    """Rewards moved from available to held, and out of their lots, until captured or released."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(RewardWallet, models.PROTECT, related_name="holds", verbose_name=_("wallet"))
    amount = minor_field(_("amount"))
    captured = minor_field(_("captured"), default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=HoldStatus.choices, default=HoldStatus.ACTIVE
    )
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    placed_entry = models.OneToOneField(ENTRY, models.PROTECT, related_name="+")
    closed_entry = models.OneToOneField(ENTRY, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("placed"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects: ClassVar[models.Manager[RewardHold]] = models.Manager()

    if TYPE_CHECKING:
        consumptions: RelatedManager[LotConsumption]

    class Meta:
        verbose_name = _("reward hold")
        verbose_name_plural = _("reward holds")
        constraints = [
            models.CheckConstraint(
                name="reward_hold_status_is_known", condition=Q(status__in=HoldStatus.values)
            ),
            models.CheckConstraint(name="reward_hold_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="reward_hold_captures_at_most_what_is_held",
                condition=Q(captured__gte=0, captured__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="closed_reward_hold_has_its_entry",
                condition=Q(status=HoldStatus.ACTIVE, closed_entry=None, closed_at=None)
                | (~Q(status=HoldStatus.ACTIVE) & Q(closed_entry__isnull=False) & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                name="active_reward_holds", fields=["expires_at"], condition=Q(status=HoldStatus.ACTIVE)
            ),
        ]

    def __str__(self) -> str:
        return f"{written(self.money)} {self.get_status_display()}"

    @property
    def money(self) -> Money:
        return from_minor(self.amount, self.wallet.currency)

    @property
    def captured_money(self) -> Money:
        return from_minor(self.captured, self.wallet.currency)
