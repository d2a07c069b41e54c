"""What of a refund went back to which tender."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from refunds.enums import ALLOCATION_OPEN, AllocationStatus, Target
from refunds.models.refund import Refund
from wallet_project.checkout.models import Tender
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field

ENTRY = "ledger.JournalEntry"


class RefundAllocation(models.Model):
    """One part of a refund. The customer gets `amount` less `fee`, and `bonus` on top.

    A part that goes to the card is a refund at the gateway, whose key was stored before the gateway
    was asked. One that came back from there can go to the wallet instead. `returned` is what of
    `amount` counts as not refunded any more, because the refund was taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    refund = models.ForeignKey(Refund, models.PROTECT, related_name="allocations", verbose_name=_("refund"))
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="refunds", verbose_name=_("tender"))
    target = models.CharField(_("goes to"), max_length=10, choices=Target.choices)
    amount = amount_field(_("amount"))
    fee = amount_field(_("kept for the return"), default=0)
    bonus = amount_field(_("bonus"), default=0)
    returned = amount_field(_("taken back"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=AllocationStatus.choices)
    entry = models.OneToOneField(
        ENTRY, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entry")
    )
    undone_entry = models.OneToOneField(
        ENTRY, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entry that undid it")
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    gateway_key = models.CharField(_("key at the gateway"), max_length=64, blank=True)
    gateway_refund = models.CharField(_("refund at the gateway"), max_length=120, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("first asked"), null=True, blank=True)
    checked_at = models.DateTimeField(_("last asked"), null=True, blank=True)

    objects: ClassVar[models.Manager[RefundAllocation]] = models.Manager()

    class Meta:
        verbose_name = _("part of a refund")
        verbose_name_plural = _("parts of refunds")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "gateway_key", name="gateway_key_is_one_refunds", condition=~Q(gateway_key="")
            ),
            models.UniqueConstraint(
                "gateway_refund", name="gateway_refund_is_one_refunds", condition=~Q(gateway_refund="")
            ),
            models.CheckConstraint(
                name="refund_part_is_known",
                condition=Q(target__in=Target.values, status__in=AllocationStatus.values),
            ),
            models.CheckConstraint(
                name="refund_part_is_positive",
                condition=Q(amount__gt=0, fee__gte=0, fee__lte=F("amount"), bonus__gte=0),
            ),
            models.CheckConstraint(
                name="refund_part_is_taken_back_at_most_once",
                condition=Q(returned__gte=0, returned__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="refund_part_is_in_one_currency",
                condition=Q(
                    fee_currency=F("amount_currency"),
                    bonus_currency=F("amount_currency"),
                    returned_currency=F("amount_currency"),
                ),
            ),
            models.CheckConstraint(
                name="refund_part_that_arrived_has_its_entry",
                condition=~Q(status=AllocationStatus.DONE) | Q(entry__isnull=False) | Q(fee=F("amount")),
            ),
            models.CheckConstraint(
                name="refund_to_the_card_has_a_gateway_key",
                condition=~Q(target=Target.ORIGINAL) | ~Q(gateway_key=""),
            ),
            models.CheckConstraint(name="refund_part_counts_its_attempts", condition=Q(attempt__gt=0)),
            models.CheckConstraint(
                name="only_the_gateway_is_waited_for",
                condition=Q(target=Target.ORIGINAL) | Q(status=AllocationStatus.DONE),
            ),
        ]
        indexes = [
            models.Index(
                name="refunds_open_at_the_gateway",
                fields=["checked_at"],
                condition=Q(status__in=ALLOCATION_OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_target_display()} {self.paid}"

    @property
    def currency(self) -> str:
        return str(self.amount.currency)

    @property
    def gross(self) -> Money:
        """What of the tender is given back, what the store keeps of it included."""
        return from_minor(to_minor(self.amount), self.currency)

    @property
    def paid(self) -> Money:
        """What the customer gets, the bonus not counted."""
        return from_minor(to_minor(self.amount) - to_minor(self.fee), self.currency)

    @property
    def fee_money(self) -> Money:
        return from_minor(to_minor(self.fee), self.currency)

    @property
    def bonus_money(self) -> Money:
        return from_minor(to_minor(self.bonus), self.currency)

    @property
    def is_open(self) -> bool:
        """Whether the gateway has not decided it yet."""
        return self.status in ALLOCATION_OPEN

    @property
    def attempt_key(self) -> str:
        """What the attempt at the gateway that counts now is booked and told under, once each."""
        return str(self.pk) if self.attempt == 1 else f"{self.pk}:{self.attempt}"
