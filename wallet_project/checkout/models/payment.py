"""An order's payment: one total, shared among tenders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.checkout.enums import (
    PAYMENT_CAPTURED,
    PAYMENT_OPEN,
    PaymentStatus,
    TenderKind,
    TenderStatus,
)
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from wallet_project.checkout.models.line import PaymentLine
    from wallet_project.checkout.models.tender import Tender


class Payment(models.Model):
    """One payment of one order. What it reserves is committed before the gateway is called.

    `is_external`: the order is another storefront's, which pays over the API; this shop's orders are
    not asked about it, whatever it is called.
    `void_reason` is there from the moment that somebody asked to call it off, so that a gateway
    that can't be reached only delays it. What else a row must be is said in `sql/0016_rules_at_hand.sql`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Found by the index of `payments_of_a_customer`.
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        related_name="payments",
        verbose_name=_("customer"),
    )
    order_reference = models.CharField(_("order"), max_length=100)
    is_external = models.BooleanField(_("another storefront's order"), default=False)
    description = models.CharField(_("description"), max_length=200)
    total = amount_field(_("total"))
    captured = amount_field(_("captured"), default=0)
    refunded = amount_field(_("refunded"), default=0)
    status = models.CharField(
        _("status"), max_length=20, choices=PaymentStatus.choices, default=PaymentStatus.CREATED
    )
    key = models.CharField(_("idempotency key"), max_length=200)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    return_url = models.URLField(_("address after paying"), max_length=2000, blank=True)
    cancel_url = models.URLField(_("address after canceling"), max_length=2000, blank=True)
    void_reason = models.CharField(_("why it was called off"), max_length=300, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    if TYPE_CHECKING:
        lines: RelatedManager[PaymentLine]
        tenders: RelatedManager[Tender]

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("customer", "key", name="payment_key_is_unique_per_customer"),
            models.UniqueConstraint(
                "customer",
                "order_reference",
                "is_external",
                name="order_is_paid_by_one_payment",
                condition=Q(status__in=(*PAYMENT_OPEN, *PAYMENT_CAPTURED)),
            ),
        ]
        indexes = [
            models.Index(name="payments_of_a_customer", fields=["customer", "-id"]),
            models.Index(name="payments_of_an_order", fields=["order_reference"]),
            models.Index(
                name="payments_in_quarantine",
                fields=["-id"],
                condition=Q(status=PaymentStatus.QUARANTINED),
            ),
            models.Index(
                name="payments_that_are_open", fields=["created_at"], condition=Q(status__in=PAYMENT_OPEN)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_reference}: {self.money} {self.get_status_display()}"

    @property
    def currency(self) -> str:
        return str(self.total.currency)

    @property
    def money(self) -> Money:
        """The total in the currency's own decimals."""
        return from_minor(to_minor(self.total), self.currency)

    @property
    def captured_money(self) -> Money:
        return from_minor(to_minor(self.captured), self.currency)

    @property
    def refunded_money(self) -> Money:
        """What of the captured money was given back and not taken back since."""
        return from_minor(to_minor(self.refunded), self.currency)

    @property
    def is_open(self) -> bool:
        return self.status in PAYMENT_OPEN

    @property
    def is_captured(self) -> bool:
        """Whether money was captured for the order, all or a part."""
        return self.status in PAYMENT_CAPTURED

    @property
    def parts(self) -> list[Tender]:
        """The tenders, in the order in which they pay."""
        return list(self.tenders.all())

    def part(self, kind: TenderKind) -> Tender | None:
        """The tender of this kind; None if it is not used."""
        return next((tender for tender in self.tenders.all() if tender.kind == kind), None)

    @property
    def card_tender(self) -> Tender | None:
        return self.part(TenderKind.CARD)

    @property
    def released(self) -> Money | None:
        """Wallet money that was reserved and is free again; None if there is none."""
        return self._released(TenderKind.WALLET)

    @property
    def released_rewards(self) -> Money | None:
        """As `released`, of reward money."""
        return self._released(TenderKind.REWARD)

    def _released(self, kind: TenderKind) -> Money | None:
        part = self.part(kind)
        return part.money if part is not None and part.status == TenderStatus.RELEASED else None

    @property
    def rescued(self) -> Money | None:
        """What the card paid and the wallet has now; None if there is nothing of the kind."""
        card = self.card_tender
        if card is None or card.status != TenderStatus.RESCUED:
            return None
        return card.reported_money or card.money

    @property
    def card_state(self) -> dict[str, str | None] | None:
        """Of the card part: where the customer has to go now, and why it failed; None without one."""
        card = self.card_tender
        return {"checkout_url": self.redirect_url or None, "failure": card.failure} if card else None

    @property
    def redirect_url(self) -> str:
        """Where the customer has to go now: the payment page or 3-D Secure; empty for nowhere."""
        card = self.card_tender
        return card.redirect_url if card is not None and self.is_open else ""
