"""A card payment that its order could not take: the money is in the customer's wallet."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.checkout.enums import RescueSource
from wallet_project.checkout.models.tender import Tender
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field

USER = settings.AUTH_USER_MODEL


class RescuedPayment(models.Model):
    """So much was taken at the gateway, and credited to the wallet by `entry`; once for each payment.

    `tender` is the card part that it was meant for; a payment that staff found by its reference has
    none. `used_for` is the order that the customer has paid with it since.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("customer"))
    order_reference = models.CharField(_("order"), max_length=100, blank=True)
    amount = amount_field(_("amount"))
    source = models.CharField(_("found"), max_length=12, choices=RescueSource.choices)
    why = models.CharField(_("why"), max_length=300)
    gateway_payment = models.CharField(_("payment at the gateway"), max_length=120, blank=True)
    tender = models.OneToOneField(
        Tender, models.PROTECT, null=True, blank=True, related_name="rescue", verbose_name=_("card part")
    )
    entry = models.OneToOneField("ledger.JournalEntry", models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    used_for = models.CharField(_("paid with it since"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("rescued"), auto_now_add=True)

    objects: ClassVar[models.Manager[RescuedPayment]] = models.Manager()

    class Meta:
        verbose_name = _("rescued payment")
        verbose_name_plural = _("rescued payments")
        ordering = ["-id"]
        permissions = [("rescue_payment", _("Can rescue a payment by its reference at the gateway"))]
        constraints = [
            models.UniqueConstraint(
                "gateway_payment", name="gateway_payment_is_rescued_once", condition=~Q(gateway_payment="")
            ),
            models.CheckConstraint(
                name="rescue_source_is_known", condition=Q(source__in=RescueSource.values)
            ),
            models.CheckConstraint(name="rescued_payment_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="rescued_payment_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="payment_rescued_by_reference_has_one",
                condition=Q(source=RescueSource.BANK, tender=None, actor__isnull=False)
                & ~Q(gateway_payment="")
                | ~Q(source=RescueSource.BANK) & Q(tender__isnull=False),
            ),
            models.CheckConstraint(
                name="rescue_is_not_decided_by_who_gets_it",
                condition=Q(actor=None) | ~Q(actor=models.F("customer")),
            ),
        ]
        indexes = [
            models.Index(name="rescues_of_an_order", fields=["customer", "order_reference"]),
        ]

    def __str__(self) -> str:
        return f"{self.order_reference or self.gateway_payment}: {self.money}"

    @property
    def money(self) -> Money:
        return from_minor(to_minor(self.amount), str(self.amount.currency))
