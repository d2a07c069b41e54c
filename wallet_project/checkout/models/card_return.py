"""Money of an order's card part that the bank or the store took back at the gateway."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
from wallet_project.checkout.models.tender import Tender
from wallet_project.core.ids import uuid7
from wallets.models.fields import amount_field


class CardReturn(models.Model):
    """A dispute, or a refund made at the gateway, as the gateway told of it. It moves no money here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="returns", verbose_name=_("tender"))
    kind = models.CharField(_("kind"), max_length=10, choices=CardReturnKind.choices)
    status = models.CharField(_("status"), max_length=10, choices=CardReturnStatus.choices)
    gateway_id = models.CharField(_("id at the gateway"), max_length=120, unique=True)
    amount = amount_field(_("amount"))
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("opened"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("returned card payment")
        verbose_name_plural = _("returned card payments")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="card_return_kind_is_known", condition=Q(kind__in=CardReturnKind.values)
            ),
            models.CheckConstraint(
                name="card_return_status_is_known", condition=Q(status__in=CardReturnStatus.values)
            ),
            models.CheckConstraint(name="card_return_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.gateway_id}"
