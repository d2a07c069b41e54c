"""A staff credit or debit of rewards."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.enums import RewardDirection, RewardReason
from rewards.models.fields import minor_field
from rewards.models.wallet import RewardWallet
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor
from wallet_project.core.words import written
from wallets.models import ApprovalRequest
from wallets.models.approval import approval_constraints, approval_indexes


class RewardAdjustment(models.Model):
    """Who credited or debited rewards by hand, why, and what the customer was told.

    `key_line` is the line of API keys that it came with, if it came over the API.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(
        RewardWallet, models.PROTECT, related_name="adjustments", verbose_name=_("wallet")
    )
    direction = models.CharField(_("credit or debit"), max_length=6, choices=RewardDirection.choices)
    amount = minor_field(_("amount"))
    reason = models.CharField(_("reason"), max_length=30, choices=RewardReason.choices)
    note = models.TextField(_("internal note"), max_length=2000, blank=True)
    customer_note = models.CharField(_("note to the customer"), max_length=300, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    key_line = models.UUIDField(_("with the key"), null=True, blank=True, editable=False)
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    entry = models.OneToOneField("ledger.JournalEntry", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[RewardAdjustment]] = models.Manager()

    class Meta:
        verbose_name = _("adjustment of rewards")
        verbose_name_plural = _("adjustments of rewards")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="reward_adjustment_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="reward_adjustment_direction_is_known",
                condition=Q(direction__in=RewardDirection.values),
            ),
            models.CheckConstraint(
                name="reward_adjustment_reason_is_known", condition=Q(reason__in=RewardReason.values)
            ),
        ]
        indexes = [models.Index(name="reward_adjustments_by_actor", fields=["actor", "created_at"])]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {written(self.money)}"

    @property
    def money(self) -> Money:
        return from_minor(self.amount, self.wallet.currency)


class RewardAdjustmentRequest(ApprovalRequest):
    """What will be credited or debited if somebody else approves it; `adjustment` is what came of it."""

    wallet = models.ForeignKey(
        RewardWallet, models.PROTECT, related_name="requests", verbose_name=_("wallet")
    )
    direction = models.CharField(_("credit or debit"), max_length=6, choices=RewardDirection.choices)
    amount = minor_field(_("amount"))
    reason = models.CharField(_("reason"), max_length=30, choices=RewardReason.choices)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    adjustment = models.OneToOneField(
        RewardAdjustment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="request",
        verbose_name=_("booked as"),
    )

    objects: ClassVar[models.Manager[RewardAdjustmentRequest]] = models.Manager()

    class Meta(ApprovalRequest.Meta):
        verbose_name = _("adjustment of rewards to approve")
        verbose_name_plural = _("adjustments of rewards to approve")
        permissions = [("approve_reward_adjustment", _("Can approve and reject adjustments of others"))]
        constraints = [
            *approval_constraints("reward_request"),
            models.CheckConstraint(name="reward_request_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="reward_request_is_known",
                condition=Q(direction__in=RewardDirection.values, reason__in=RewardReason.values),
            ),
        ]
        indexes = approval_indexes("reward_requests")

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {written(self.money)}"

    @property
    def currency(self) -> str:
        return str(self.wallet.currency)

    @property
    def money(self) -> Money:
        return from_minor(self.amount, self.wallet.currency)

    @property
    def signed(self) -> Money:
        """What it does to the rewards: below zero for a debit."""
        return -self.money if self.direction == RewardDirection.DEBIT else self.money
