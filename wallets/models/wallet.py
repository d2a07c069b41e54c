"""A customer's prepaid money in one currency."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.ids import uuid7
from wallets.enums import WalletStatus
from wallets.ledger.models import LedgerAccount


class Wallet(models.Model):
    """A customer's prepaid money in one currency; spendable in full.

    The money itself is in the ledger: `available` is what can be spent, `held` is reserved.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="wallets", verbose_name=_("customer")
    )
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(
        _("status"), max_length=10, choices=WalletStatus.choices, default=WalletStatus.OPEN
    )
    status_reason = models.CharField(_("reason"), max_length=300, blank=True)
    status_changed_at = models.DateTimeField(_("since"), null=True, blank=True)
    status_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    available_account = models.OneToOneField(LedgerAccount, models.PROTECT, related_name="+")
    held_account = models.OneToOneField(LedgerAccount, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("opened"), auto_now_add=True)

    class Meta:
        verbose_name = _("wallet")
        verbose_name_plural = _("wallets")
        constraints = [
            models.UniqueConstraint("customer", "currency", name="one_wallet_per_customer_and_currency"),
            models.CheckConstraint(
                name="wallet_status_is_known", condition=Q(status__in=WalletStatus.values)
            ),
            models.CheckConstraint(
                name="available_and_held_are_two_accounts",
                condition=~Q(available_account=models.F("held_account")),
            ),
        ]
        permissions = [
            ("adjust_wallet", _("Can credit and debit wallets up to a limit")),
            ("adjust_wallet_unlimited", _("Can credit and debit wallets up to the limit of finance")),
            ("freeze_wallet", _("Can freeze and unfreeze wallets")),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.currency}"

    @property
    def available(self) -> Money:
        """What can be spent, as read with this object."""
        return self.available_account.money

    @property
    def held(self) -> Money:
        """What is reserved by holds, as read with this object."""
        return self.held_account.money

    @property
    def balance(self) -> Money:
        """All that the store owes this customer here: available and held."""
        return self.available + self.held

    @property
    def is_open(self) -> bool:
        return self.status == WalletStatus.OPEN
