"""What a customer means to buy. A guest's cart is in their session."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wallet_project.storefront.models.catalog import Product

MOST_OF_ONE: Final = 99


class Cart(models.Model):
    """One for each customer; its row is locked while an order is made of it."""

    customer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cart", verbose_name=_("customer")
    )
    voucher_reference = models.CharField(_("voucher"), max_length=36, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")

    def __str__(self) -> str:
        return str(self.customer)


class CartLine(models.Model):
    """So many of one product. No price: that is looked up when it matters."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines", verbose_name=_("cart"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        constraints = [
            models.UniqueConstraint("cart", "product", name="cart_has_one_line_per_product"),
            models.CheckConstraint(
                name="cart_line_holds_1_to_99", condition=Q(quantity__gte=1, quantity__lte=MOST_OF_ONE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"
