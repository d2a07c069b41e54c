"""What was bought, line by line, for an order that another storefront keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.caps import OrderLine
from wallet_project.checkout.models.payment import Payment
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field


class PaymentLine(models.Model):
    """So many of a product, and what they cost in sum. `reference` names the line within its order;
    `product` and `category` are the storefront's own names of them, for rewards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Found by the index of `payment_has_a_line_once`.
    payment = models.ForeignKey(
        Payment, models.PROTECT, db_index=False, related_name="lines", verbose_name=_("payment")
    )
    reference = models.CharField(_("line"), max_length=100)
    description = models.CharField(_("description"), max_length=200, blank=True)
    product = models.CharField(_("product"), max_length=100, blank=True)
    category = models.CharField(_("category"), max_length=100, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    amount = amount_field(_("amount"))
    is_delivery = models.BooleanField(_("delivery"), default=False)

    objects: ClassVar[models.Manager[PaymentLine]] = models.Manager()

    class Meta:
        verbose_name = _("paid line")
        verbose_name_plural = _("paid lines")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("payment", "reference", name="payment_has_a_line_once"),
            models.CheckConstraint(name="paid_line_is_named", condition=~Q(reference="")),
            models.CheckConstraint(
                name="paid_line_costs_something", condition=Q(amount__gt=0, quantity__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.description or self.reference}"

    @property
    def money(self) -> Money:
        """What the line cost, in the currency's own decimals."""
        return from_minor(to_minor(self.amount), str(self.amount.currency))

    @property
    def for_rewards(self) -> OrderLine:
        """The line as rewards see it."""
        return OrderLine(self.money, self.product, self.category, self.quantity)
