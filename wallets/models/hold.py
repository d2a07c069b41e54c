"""Money reserved at checkout."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.enums import HoldStatus
from wallets.ledger.models import JournalEntry
from wallets.models.fields import amount_field
from wallets.models.wallet import Wallet


class Hold(models.Model):
    """Money moved from a wallet's available to its held account, until it is captured or released.

    Without `expires_at` the hold is watched over by whoever placed it (a payment, say).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="holds", verbose_name=_("wallet"))
    amount = amount_field(_("amount"))
    captured = amount_field(_("captured"), default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=HoldStatus.choices, default=HoldStatus.ACTIVE
    )
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    placed_entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    closed_entry = models.OneToOneField(JournalEntry, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("placed"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.CheckConstraint(name="hold_status_is_known", condition=Q(status__in=HoldStatus.values)),
            models.CheckConstraint(name="hold_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="hold_captures_at_most_what_is_held",
                condition=Q(captured__gte=0, captured__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="closed_hold_has_its_entry",
                condition=Q(status=HoldStatus.ACTIVE, closed_entry=None, closed_at=None)
                | (~Q(status=HoldStatus.ACTIVE) & Q(closed_entry__isnull=False) & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                name="active_holds_by_expiry", fields=["expires_at"], condition=Q(status=HoldStatus.ACTIVE)
            ),
            models.Index(
                name="active_holds_by_wallet", fields=["wallet"], condition=Q(status=HoldStatus.ACTIVE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.money} {self.get_status_display()}"

    @property
    def money(self) -> Money:
        """The held amount in the currency's own decimals."""
        return from_minor(to_minor(self.amount), self.wallet_currency)

    @property
    def wallet_currency(self) -> str:
        return str(self.amount.currency)
