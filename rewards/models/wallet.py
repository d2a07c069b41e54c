"""A customer's promotional money in one currency, or their points."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.enums import POINTS
from wallet_project.core.ids import uuid7

ACCOUNT = "ledger.LedgerAccount"


class RewardWallet(models.Model):
    """Promotional money of a customer in one currency; the store caps its use per order.

    Points are the same kind of thing in a currency of their own, `PTS`: see `PointsAccount`. The
    amounts are in the ledger: `available` can be spent, `held` is reserved, `pending` has been
    earned but may still be taken back. What is available is made of lots (`CreditLot`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reward_wallets", verbose_name=_("customer")
    )
    currency = models.CharField(_("currency"), max_length=3)
    available_account = models.OneToOneField(ACCOUNT, models.PROTECT, related_name="+")
    held_account = models.OneToOneField(ACCOUNT, models.PROTECT, related_name="+")
    pending_account = models.OneToOneField(ACCOUNT, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("opened"), auto_now_add=True)

    objects: ClassVar[models.Manager[RewardWallet]] = models.Manager()

    class Meta:
        verbose_name = _("reward wallet")
        verbose_name_plural = _("reward wallets")
        constraints = [
            models.UniqueConstraint(
                "customer", "currency", name="one_reward_wallet_per_customer_and_currency"
            ),
            models.CheckConstraint(
                name="reward_accounts_are_three",
                condition=~Q(available_account=F("held_account"))
                & ~Q(available_account=F("pending_account"))
                & ~Q(held_account=F("pending_account")),
            ),
        ]
        permissions = [
            ("adjust_rewards", _("Can credit and debit rewards up to a limit")),
            ("adjust_rewards_unlimited", _("Can credit and debit rewards up to the limit of finance")),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.currency}"

    @property
    def is_points(self) -> bool:
        return self.currency == POINTS

    @property
    def named_in_events(self) -> dict[str, str]:
        """As the API names it: a reward wallet or a points account."""
        return {"points_account" if self.is_points else "reward_wallet": str(self.pk)}

    @property
    def posted(self) -> Money:
        """What the ledger has as available, as read with this object; expired lots that no task has
        swept yet are still in it. `rewards.queries` tells what can be spent."""
        return self.available_account.money

    @property
    def held(self) -> Money:
        return self.held_account.money

    @property
    def pending(self) -> Money:
        return self.pending_account.money


class PointsAccounts(models.Manager["PointsAccount"]):
    def get_queryset(self) -> models.QuerySet[PointsAccount]:
        return super().get_queryset().filter(currency=POINTS)


class PointsAccount(RewardWallet):
    """A customer's loyalty points."""

    objects: ClassVar[PointsAccounts] = PointsAccounts()

    class Meta:
        proxy = True
        verbose_name = _("points account")
        verbose_name_plural = _("points accounts")
