"""Money that one customer sends to another, and how much customers may send."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.ledger.models import JournalEntry
from wallets.models.fields import amount_field
from wallets.models.wallet import Wallet


class Transfer(models.Model):
    """One transfer from a wallet to another customer's wallet of the same currency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    from_wallet = models.ForeignKey(
        Wallet, models.PROTECT, related_name="transfers_sent", verbose_name=_("from wallet")
    )
    to_wallet = models.ForeignKey(
        Wallet, models.PROTECT, related_name="transfers_received", verbose_name=_("to wallet")
    )
    amount = amount_field(_("amount"))
    note = models.CharField(_("note"), max_length=140, blank=True)
    by_customer = models.BooleanField(_("sent by the customer"))
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.CheckConstraint(name="transfer_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="transfer_goes_to_another_wallet", condition=~Q(from_wallet=F("to_wallet"))
            ),
        ]
        indexes = [models.Index(name="transfers_sent_by_day", fields=["from_wallet", "created_at"])]

    def __str__(self) -> str:
        return f"{self.money} to #{self.to_wallet_id}"

    @property
    def money(self) -> Money:
        """The amount in the currency's own decimals."""
        return from_minor(to_minor(self.amount), str(self.amount.currency))


class TransferPolicy(models.Model):
    """How much customers may send in one currency. Zero means that they may send nothing."""

    currency = models.CharField(_("currency"), max_length=3, primary_key=True)
    each = models.DecimalField(_("at most, each"), max_digits=18, decimal_places=3)
    per_day = models.DecimalField(_("at most, within 24 hours"), max_digits=18, decimal_places=3)

    class Meta:
        verbose_name = _("limit for transfers")
        verbose_name_plural = _("limits for transfers")
        constraints = [
            models.CheckConstraint(
                name="transfer_limits_are_in_order", condition=Q(each__gte=0, per_day__gte=F("each"))
            )
        ]

    def __str__(self) -> str:
        return self.currency
