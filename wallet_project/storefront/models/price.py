"""What a product cost before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wallet_project.storefront.models.catalog import Product
from wallets.models.fields import amount_field


class PriceChange(models.Model):
    """One change of a product's price. Kept for good; the database lets nobody rewrite it.

    `answered_through` is the last order line for which the credit rules were asked about this change,
    `answered_at` is set once all were.
    """

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="price_changes", verbose_name=_("product")
    )
    before = amount_field(_("before"))
    after = amount_field(_("after"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    answered_through = models.BigIntegerField(default=0, editable=False)
    answered_at = models.DateTimeField(_("credit rules asked at"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[PriceChange]] = models.Manager()

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="price_was_and_is_positive", condition=Q(before__gt=0, after__gt=0)),
            models.CheckConstraint(
                name="price_change_changes_something",
                condition=~Q(before=F("after"), before_currency=F("after_currency")),
            ),
        ]
        indexes = [
            models.Index(name="price_changes_of_a_product", fields=["product", "id"]),
            models.Index(
                name="price_changes_to_answer", fields=["changed_at"], condition=Q(answered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
