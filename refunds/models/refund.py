"""Value returned for an order, and for which of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from refunds.enums import (
    REFUND_AT_GATEWAY,
    REFUND_REFUSED,
    REFUND_WAITING,
    Destination,
    RefundReason,
    RefundStatus,
    TenderOrder,
)
from refunds.models.policy import StoreCreditPolicy
from refunds.models.returns import ReturnRequest
from rewards.models import CreditLot
from wallet_project.checkout.models import Payment
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from refunds.models.allocation import RefundAllocation

USER = settings.AUTH_USER_MODEL


class Refund(models.Model):
    """So much of a payment goes back. `fee` of it the store keeps, `bonus` comes on top.

    `requester` is the customer or who of the staff asked for it, `requester_key` the line of API keys
    that the call came with; None both is the store's own back end. `approver` and `approver_key` are
    the second person, or other key; None where none was needed. Where the money went stands in the
    allocations, which are there from the moment that the first of it moved. `return_request` are the
    goods that came back for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    customer = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("customer"))
    amount = amount_field(_("amount"))
    fee = amount_field(_("kept for the return"), default=0)
    bonus = amount_field(_("bonus"), default=0)
    reason = models.CharField(_("reason"), max_length=20, choices=RefundReason.choices)
    destination = models.CharField(_("card part goes to"), max_length=10, choices=Destination.choices)
    tender_order = models.CharField(_("given back first"), max_length=20, choices=TenderOrder.choices)
    status = models.CharField(_("status"), max_length=20, choices=RefundStatus.choices)
    policy = models.ForeignKey(
        StoreCreditPolicy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("policy"),
    )
    return_request = models.ForeignKey(
        ReturnRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="refunds",
        verbose_name=_("return"),
    )
    requester = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked for by")
    )
    approver = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    requester_key = models.UUIDField(_("asked for with the key"), null=True, blank=True, editable=False)
    approver_key = models.UUIDField(_("decided with the key"), null=True, blank=True, editable=False)
    note = models.TextField(_("internal note"), max_length=2000, blank=True)
    customer_note = models.CharField(_("note to the customer"), max_length=300, blank=True)
    decision_note = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    bonus_lot = models.OneToOneField(
        CreditLot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lot of the bonus")
    )
    key = models.CharField(_("idempotency key"), max_length=200)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    created_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("to be decided until"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    issued_at = models.DateTimeField(_("money moved at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects: ClassVar[models.Manager[Refund]] = models.Manager()

    if TYPE_CHECKING:
        lines: RelatedManager[RefundLine]
        allocations: RelatedManager[RefundAllocation]

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-id"]
        permissions = [
            ("issue_refund", _("Can refund up to a limit")),
            ("issue_large_refund", _("Can refund up to the limit of finance")),
            ("approve_refund", _("Can approve and reject refunds of others")),
        ]
        constraints = [
            models.UniqueConstraint("key", name="refund_key_is_unique"),
            models.UniqueConstraint(
                "return_request", name="return_is_refunded_once", condition=~Q(status__in=REFUND_REFUSED)
            ),
            models.CheckConstraint(
                name="refund_status_is_known", condition=Q(status__in=RefundStatus.values)
            ),
            models.CheckConstraint(
                name="refund_reason_is_known", condition=Q(reason__in=RefundReason.values)
            ),
            models.CheckConstraint(
                name="refund_goes_to_a_known_place",
                condition=Q(destination__in=Destination.values, tender_order__in=TenderOrder.values),
            ),
            models.CheckConstraint(name="refund_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="refund_keeps_less_than_all", condition=Q(fee__gte=0, fee__lt=F("amount"), bonus__gte=0)
            ),
            models.CheckConstraint(
                name="refund_is_in_one_currency",
                condition=Q(fee_currency=F("amount_currency"), bonus_currency=F("amount_currency")),
            ),
            models.CheckConstraint(
                name="refund_is_not_approved_by_who_asked_for_it",
                condition=Q(approver=None) | Q(requester=None) | ~Q(approver=F("requester")),
            ),
            models.CheckConstraint(
                name="refund_is_not_approved_by_the_key_that_asked",
                condition=Q(approver_key=None) | Q(requester_key=None) | ~Q(approver_key=F("requester_key")),
            ),
            models.CheckConstraint(
                name="refund_is_not_approved_by_who_gets_it",
                condition=Q(approver=None) | ~Q(approver=F("customer")),
            ),
            models.CheckConstraint(
                name="refund_that_waits_says_until_when",
                condition=~Q(status=RefundStatus.REQUESTED) | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="rejected_refund_says_why",
                condition=~Q(status=RefundStatus.REJECTED) | ~Q(decision_note=""),
            ),
            models.CheckConstraint(
                name="refund_is_settled_when_it_is_over",
                condition=Q(status__in=(*REFUND_WAITING, *REFUND_AT_GATEWAY), settled_at=None)
                | (~Q(status__in=(*REFUND_WAITING, *REFUND_AT_GATEWAY)) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="bonus_lot_holds_a_bonus", condition=Q(bonus_lot=None) | Q(bonus__gt=0)
            ),
        ]
        indexes = [
            models.Index(name="refunds_of_a_payment", fields=["payment", "id"]),
            models.Index(name="refunds_of_a_customer", fields=["customer", "-id"]),
            models.Index(name="refunds_asked_by", fields=["requester", "created_at"]),
            models.Index(name="refunds_approved_by", fields=["approver", "decided_at"]),
            models.Index(
                name="refunds_to_decide",
                fields=["expires_at"],
                condition=Q(status=RefundStatus.REQUESTED),
            ),
            models.Index(
                name="refunds_on_their_way",
                fields=["created_at"],
                condition=Q(status__in=(RefundStatus.APPROVED, *REFUND_AT_GATEWAY)),
            ),
            models.Index(name="refunds_that_failed", fields=["-id"], condition=Q(status=RefundStatus.FAILED)),
        ]

    def __str__(self) -> str:
        return f"{self.payment.order_reference}: {self.money} {self.get_status_display()}"

    @property
    def currency(self) -> str:
        return str(self.amount.currency)

    @property
    def money(self) -> Money:
        """The amount in the currency's own decimals."""
        return from_minor(to_minor(self.amount), self.currency)

    @property
    def fee_money(self) -> Money:
        return from_minor(to_minor(self.fee), self.currency)

    @property
    def bonus_money(self) -> Money:
        return from_minor(to_minor(self.bonus), self.currency)

    @property
    def is_waiting(self) -> bool:
        """Whether no money has moved for it yet, and some may."""
        return self.status in REFUND_WAITING

    @property
    def is_at_gateway(self) -> bool:
        return self.status in REFUND_AT_GATEWAY

    @property
    def asked_by_customer(self) -> bool:
        return self.requester_id == self.customer_id


class RefundLine(models.Model):
    """For which line of the order, as the shop names it, and how much of what that line cost."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines", verbose_name=_("refund"))
    reference = models.CharField(_("line"), max_length=100)
    description = models.CharField(_("description"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"))
    amount = amount_field(_("amount"))
    line_total = amount_field(_("the line cost"))

    objects: ClassVar[models.Manager[RefundLine]] = models.Manager()

    class Meta:
        verbose_name = _("refunded line")
        verbose_name_plural = _("refunded lines")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("refund", "reference", name="refund_has_a_line_once"),
            models.CheckConstraint(name="refunded_line_is_named", condition=~Q(reference="")),
            models.CheckConstraint(
                name="refunded_line_is_at_most_what_it_cost",
                condition=Q(amount__gt=0, amount__lte=F("line_total"))
                & Q(line_total_currency=F("amount_currency")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.description}"
