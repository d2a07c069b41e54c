"""A staff credit or debit that waits for a second person, or did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.money import from_minor, to_minor
from wallet_project.core.words import written
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.models.adjustment import Adjustment
from wallets.models.approval import ApprovalRequest, approval_constraints, approval_indexes
from wallets.models.fields import amount_field
from wallets.models.wallet import Wallet


class AdjustmentRequest(ApprovalRequest):
    """What will be credited or debited if somebody else approves it; `adjustment` is what came of it."""

    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="requests", verbose_name=_("wallet"))
    direction = models.CharField(_("credit or debit"), max_length=6, choices=AdjustmentDirection.choices)
    amount = amount_field(_("amount"))
    reason = models.CharField(_("reason"), max_length=30, choices=AdjustmentReason.choices)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    adjustment = models.OneToOneField(
        Adjustment, models.PROTECT, null=True, blank=True, related_name="request", verbose_name=_("booked as")
    )

    objects: ClassVar[models.Manager[AdjustmentRequest]] = models.Manager()

    class Meta(ApprovalRequest.Meta):
        verbose_name = _("adjustment to approve")
        verbose_name_plural = _("adjustments to approve")
        permissions = [("approve_adjustment", _("Can approve and reject adjustments of others"))]
        constraints = [
            *approval_constraints("adjustment_request"),
            models.CheckConstraint(name="adjustment_request_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="adjustment_request_is_known",
                condition=Q(direction__in=AdjustmentDirection.values, reason__in=AdjustmentReason.values),
            ),
        ]
        indexes = approval_indexes("adjustment_requests")

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {written(self.money)}"

    @property
    def currency(self) -> str:
        return str(self.amount.currency)

    @property
    def money(self) -> Money:
        """The amount in the currency's own decimals."""
        return from_minor(to_minor(self.amount), self.currency)

    @property
    def signed(self) -> Money:
        """What it does to the wallet: below zero for a debit."""
        return -self.money if self.direction == AdjustmentDirection.DEBIT else self.money
