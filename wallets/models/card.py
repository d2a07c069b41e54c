"""What the gateway keeps for a customer: their record there, and their cards. No number is ours."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wallet_project.core.ids import uuid7


class GatewayCustomer(models.Model):
    """The gateway's own record of a customer. The key is stored before the gateway is asked."""

    customer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="gateway_customer", verbose_name=_("customer")
    )
    key = models.CharField(_("idempotency key"), max_length=64, unique=True)
    reference = models.CharField(_("id at the gateway"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("gateway customer")
        verbose_name_plural = _("gateway customers")
        constraints = [
            models.UniqueConstraint(
                "reference", name="gateway_customer_is_one_customers", condition=~Q(reference="")
            )
        ]

    def __str__(self) -> str:
        return self.reference or "…"


class SavedCard(models.Model):
    """A card that the customer keeps at the gateway to pay in one step."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_cards", verbose_name=_("customer")
    )
    payment_method = models.CharField(_("id at the gateway"), max_length=100, unique=True)
    brand = models.CharField(_("brand"), max_length=30)
    last4 = models.CharField(_("last four digits"), max_length=4)
    exp_month = models.PositiveSmallIntegerField(_("expiry month"))
    exp_year = models.PositiveSmallIntegerField(_("expiry year"))
    # A keyed hash of the gateway's fingerprint: it tells two cards apart, and nothing else.
    mark = models.CharField(_("mark"), max_length=64, blank=True, editable=False)
    is_default = models.BooleanField(_("default"), default=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    detached_at = models.DateTimeField(_("forgotten by the gateway"), null=True, blank=True)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved card")
        verbose_name_plural = _("saved cards")
        ordering = ["-is_default", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                "customer", name="one_default_card_per_customer", condition=Q(is_default=True)
            ),
            models.CheckConstraint(
                name="removed_card_is_not_default", condition=Q(removed_at=None) | Q(is_default=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand.title()} •••• {self.last4}"

    def is_expired(self, today: date) -> bool:
        return (self.exp_year, self.exp_month) < (today.year, today.month)
