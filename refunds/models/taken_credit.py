"""Credit that a rule gave for an order, taken back when the order was refunded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from refunds.models.automation import CreditRuleIssue
from refunds.models.refund import Refund
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field


class TakenCredit(models.Model):
    """What one refund took back of one credit. Kept for good.

    `amount` is what the rule would not have given without what was refunded, as far as it was not taken
    back before; what was no longer in the wallet is `shortfall`, the store's loss.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    issue = models.ForeignKey(
        CreditRuleIssue, models.PROTECT, related_name="taken_back", verbose_name=_("credit")
    )
    refund = models.ForeignKey(Refund, models.PROTECT, related_name="taken_credits", verbose_name=_("refund"))
    amount = amount_field(_("amount"))
    taken = amount_field(_("taken back"))
    shortfall = amount_field(_("no longer there"))
    entry = models.OneToOneField(
        "ledger.JournalEntry", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[TakenCredit]] = models.Manager()

    class Meta:
        verbose_name = _("credit taken back")
        verbose_name_plural = _("credits taken back")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("issue", "refund", name="credit_is_taken_back_once_by_a_refund"),
            models.CheckConstraint(
                name="taken_credit_is_what_was_taken_and_what_was_not",
                condition=Q(amount=F("taken") + F("shortfall"), amount__gt=0, taken__gte=0, shortfall__gte=0),
            ),
            models.CheckConstraint(
                name="taken_credit_is_in_one_currency",
                condition=Q(taken_currency=F("amount_currency"), shortfall_currency=F("amount_currency")),
            ),
            models.CheckConstraint(
                name="taken_credit_has_its_entry",
                condition=Q(taken=0, entry=None) | Q(taken__gt=0, entry__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue}: {self.money}"

    @property
    def money(self) -> Money:
        return _exact(self.amount)

    @property
    def taken_money(self) -> Money:
        return _exact(self.taken)

    @property
    def shortfall_money(self) -> Money:
        return _exact(self.shortfall)


def _exact(amount: Money) -> Money:
    return from_minor(to_minor(amount), str(amount.currency))
