"""Every credit to a reward wallet is a lot; who spends, spends the lot that expires first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.enums import LotSource
from rewards.models.fields import minor_field
from rewards.models.hold import RewardHold
from rewards.models.wallet import RewardWallet
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor
from wallet_project.core.words import written

ENTRY = "ledger.JournalEntry"


class CreditLot(models.Model):
    """One positive movement with its own remaining amount, source and expiry.

    `amount` = `remaining` + `expired` + what its consumptions took and did not return. The sum of
    `remaining` over the lots of a reward wallet is the balance of its available account.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(RewardWallet, models.PROTECT, related_name="lots", verbose_name=_("wallet"))
    source = models.CharField(_("source"), max_length=20, choices=LotSource.choices)
    amount = minor_field(_("amount"))
    remaining = minor_field(_("remaining"))
    expired = minor_field(_("expired"), default=0)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    entry = models.ForeignKey(ENTRY, models.PROTECT, related_name="+", verbose_name=_("entry"))
    expiry_entry = models.ForeignKey(
        ENTRY, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entry of its expiry")
    )
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    note = models.CharField(_("note to the customer"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("credited"), auto_now_add=True)

    objects: ClassVar[models.Manager[CreditLot]] = models.Manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="lot_source_is_known", condition=Q(source__in=LotSource.values)),
            models.CheckConstraint(name="lot_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="lot_has_at_most_its_amount_left",
                condition=Q(remaining__gte=0, expired__gte=0, remaining__lte=F("amount") - F("expired")),
            ),
            models.CheckConstraint(
                name="expired_lot_has_its_entry",
                condition=Q(expired=0) | Q(expiry_entry__isnull=False, expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="lots_to_spend", fields=["wallet", "expires_at", "id"], condition=Q(remaining__gt=0)
            ),
            models.Index(
                name="lots_by_expiry",
                fields=["expires_at", "id"],
                condition=Q(remaining__gt=0, expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {written(self.money)}"

    @property
    def money(self) -> Money:
        return from_minor(self.amount, self.wallet.currency)

    @property
    def left(self) -> Money:
        return from_minor(self.remaining, self.wallet.currency)

    @property
    def expired_money(self) -> Money:
        return from_minor(self.expired, self.wallet.currency)


class LotConsumption(models.Model):
    """Which lot paid how much of an entry, and how much of that has gone back to the lot since."""

    lot = models.ForeignKey(CreditLot, models.PROTECT, related_name="consumptions", verbose_name=_("lot"))
    entry = models.ForeignKey(ENTRY, models.PROTECT, related_name="+", verbose_name=_("entry"))
    hold = models.ForeignKey(
        RewardHold,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consumptions",
        verbose_name=_("hold"),
    )
    amount = minor_field(_("amount"))
    returned = minor_field(_("returned"), default=0)

    objects: ClassVar[models.Manager[LotConsumption]] = models.Manager()

    class Meta:
        verbose_name = _("use of a lot")
        verbose_name_plural = _("uses of lots")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("lot", "entry", name="entry_uses_a_lot_once"),
            models.CheckConstraint(name="use_of_a_lot_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="lot_gets_back_at_most_what_it_paid",
                condition=Q(returned__gte=0, returned__lte=F("amount")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} / {self.lot_id}"

    @property
    def money(self) -> Money:
        return from_minor(self.amount, self.lot.wallet.currency)

    @property
    def returned_money(self) -> Money:
        return from_minor(self.returned, self.lot.wallet.currency)
