"""What activities earned, and what could not be taken back because it was spent already."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.enums import AccrualStatus, Activity
from rewards.models.fields import minor_field
from rewards.models.lot import CreditLot
from rewards.models.wallet import RewardWallet
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor

ENTRY = "ledger.JournalEntry"


class Accrual(models.Model):
    """Points or reward money earned by one activity; pending at first, then available.

    `amount` is what the rules gave. `offset` of it went against open shortfalls and was never
    credited; `clawed_back` was taken back since. A pending one without `matures_at` waits for its
    cause (an order's delivery) to say when. `story` says in words how it was computed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(
        RewardWallet, models.PROTECT, related_name="accruals", verbose_name=_("wallet")
    )
    activity = models.CharField(_("activity"), max_length=20, choices=Activity.choices)
    reference = models.CharField(_("reference"), max_length=100)
    amount = minor_field(_("amount"))
    offset = minor_field(_("against a shortfall"), default=0)
    clawed_back = minor_field(_("taken back"), default=0)
    status = models.CharField(_("status"), max_length=12, choices=AccrualStatus.choices)
    matures_at = models.DateTimeField(_("available from"), null=True, blank=True)
    valid_days = models.PositiveIntegerField(_("days until it expires"), null=True, blank=True)
    story = models.JSONField(_("how it was computed"), default=list, blank=True)
    entry = models.ForeignKey(
        ENTRY, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entry")
    )
    matured_entry = models.ForeignKey(
        ENTRY, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entry of maturity")
    )
    lot = models.OneToOneField(
        CreditLot, models.PROTECT, null=True, blank=True, related_name="accrual", verbose_name=_("lot")
    )
    created_at = models.DateTimeField(_("earned"), auto_now_add=True)
    settled_at = models.DateTimeField(_("available since"), null=True, blank=True)

    objects: ClassVar[models.Manager[Accrual]] = models.Manager()

    class Meta:
        verbose_name = _("accrual")
        verbose_name_plural = _("accruals")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "wallet", "activity", "reference", name="activity_earns_once_per_reference"
            ),
            models.CheckConstraint(
                name="accrual_activity_is_known", condition=Q(activity__in=Activity.values)
            ),
            models.CheckConstraint(
                name="accrual_status_is_known", condition=Q(status__in=AccrualStatus.values)
            ),
            models.CheckConstraint(name="accrual_names_its_cause", condition=~Q(reference="")),
            models.CheckConstraint(
                name="accrual_is_split_within_its_amount",
                condition=Q(
                    amount__gt=0,
                    offset__gte=0,
                    clawed_back__gte=0,
                    clawed_back__lte=F("amount"),
                    offset__lte=F("amount"),
                ),
            ),
            models.CheckConstraint(
                name="available_accrual_says_since_when",
                condition=~Q(status=AccrualStatus.AVAILABLE) | Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="accruals_to_mature",
                fields=["matures_at", "id"],
                condition=Q(status=AccrualStatus.PENDING),
            ),
            models.Index(name="accruals_by_cause", fields=["reference"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.reference}: {self.money}"

    @property
    def money(self) -> Money:
        return from_minor(self.amount, self.wallet.currency)

    def is_due(self, now: datetime) -> bool:
        """Whether it waits, and has waited long enough."""
        waits = self.status == AccrualStatus.PENDING
        return waits and self.matures_at is not None and self.matures_at <= now


class Shortfall(models.Model):
    """Rewards that should have been taken back but were spent; later accruals pay it off."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(
        RewardWallet, models.PROTECT, related_name="shortfalls", verbose_name=_("wallet")
    )
    accrual = models.ForeignKey(Accrual, models.PROTECT, related_name="shortfalls", verbose_name=_("accrual"))
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    amount = minor_field(_("amount"))
    settled = minor_field(_("made good"), default=0)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects: ClassVar[models.Manager[Shortfall]] = models.Manager()

    class Meta:
        verbose_name = _("shortfall of rewards")
        verbose_name_plural = _("shortfalls of rewards")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="shortfall_is_settled_at_most_once",
                condition=Q(amount__gt=0, settled__gte=0, settled__lte=F("amount")),
            ),
        ]
        indexes = [
            models.Index(name="open_shortfalls", fields=["wallet"], condition=Q(settled__lt=F("amount"))),
        ]

    def __str__(self) -> str:
        return f"{from_minor(self.amount - self.settled, self.wallet.currency)}"
