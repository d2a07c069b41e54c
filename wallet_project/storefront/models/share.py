"""What customers shared."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wallet_project.storefront.enums import ShareTarget
from wallet_project.storefront.models.catalog import Product


class Share(models.Model):
    """A customer told of a product on one day (of their own clock). Once a product and day counts."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="shares", verbose_name=_("customer")
    )
    day = models.DateField(_("day"))
    target = models.CharField(_("where"), max_length=10, choices=ShareTarget.choices)
    shared_at = models.DateTimeField(_("shared"))

    objects: ClassVar[models.Manager[Share]] = models.Manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "customer", "product", "day", name="share_counts_once_per_product_and_day"
            ),
            models.CheckConstraint(name="share_target_is_known", condition=Q(target__in=ShareTarget.values)),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.day:%Y-%m-%d}"
