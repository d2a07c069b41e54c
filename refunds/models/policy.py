"""What the store offers to whom returns something, each version with the day from which it holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from refunds.enums import STORES_FAULT, RefundReason, TenderOrder
from wallets.models import Version


def offered_reasons() -> list[str]:
    return [reason.value for reason in RefundReason if reason != RefundReason.GOODWILL]


def reasons_without_fees() -> list[str]:
    return [reason.value for reason in STORES_FAULT]


def _percent(verbose_name: Any) -> models.DecimalField[Decimal | int | str, Decimal]:
    sane = [MinValueValidator(0), MaxValueValidator(100)]
    return models.DecimalField(verbose_name, max_digits=5, decimal_places=2, default=0, validators=sane)


def _fee(verbose_name: Any) -> models.DecimalField[Decimal | int | str, Decimal]:
    sane = [MinValueValidator(0)]
    return models.DecimalField(verbose_name, max_digits=18, decimal_places=3, default=0, validators=sane)


class StoreCreditPolicy(Version):
    """When a customer may return something, what that costs, and what store credit gets on top.

    A version in force or past is never changed: the database refuses it. `free_reasons` are those
    for which a return costs nothing. The bonus is a lot of reward money that expires after
    `bonus_valid_days`; without that it is wallet money. How long a card refund takes is only told.
    """

    reasons = models.JSONField(_("reasons offered to customers"), default=offered_reasons)
    free_reasons = models.JSONField(
        _("reasons for which a return costs nothing"), default=reasons_without_fees, blank=True
    )
    window_days = models.PositiveSmallIntegerField(
        _("days to return something"),
        default=30,
        help_text=_("They count from delivery; from paying where the store does not hear of it."),
    )
    card_allowed = models.BooleanField(_("customers may have it on the card"), default=True)
    shipping_to_wallet = _fee(_("return shipping, if it goes to the wallet"))
    shipping_to_card = _fee(_("return shipping, if it goes to the card"))
    restocking_percent = _percent(_("kept for restocking, percent"))
    bonus_percent = _percent(_("bonus for store credit, percent"))
    bonus_valid_days = models.PositiveSmallIntegerField(
        _("days until the bonus expires"), null=True, blank=True
    )
    tender_order = models.CharField(
        _("what is given back first"),
        max_length=20,
        choices=TenderOrder.choices,
        default=TenderOrder.IN_RATIO,
    )
    card_days_from = models.PositiveSmallIntegerField(_("a card refund takes: days at least"), default=5)
    card_days_to = models.PositiveSmallIntegerField(_("a card refund takes: days at most"), default=10)
    automatic_limit = models.DecimalField(
        _("approved without a person up to"),
        max_digits=18,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    automatic_in_90_days = models.PositiveSmallIntegerField(
        _("so often within 90 days, for each customer"), default=3
    )

    objects: ClassVar[models.Manager[StoreCreditPolicy]] = models.Manager()

    class Meta:
        verbose_name = _("store-credit policy")
        verbose_name_plural = _("store-credit policies")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint("currency", "starts_at", name="one_store_credit_policy_at_a_time"),
            models.CheckConstraint(
                name="store_credit_policy_offers_known_reasons",
                condition=Q(reasons__contained_by=RefundReason.values)
                & Q(free_reasons__contained_by=RefundReason.values),
            ),
            models.CheckConstraint(
                name="store_credit_policy_takes_sane_fees",
                condition=Q(shipping_to_wallet__gte=0, shipping_to_card__gte=0)
                & Q(restocking_percent__gte=0, restocking_percent__lte=100)
                & (Q(automatic_limit=None) | Q(automatic_limit__gte=0)),
            ),
            models.CheckConstraint(
                name="store_credit_policy_gives_a_sane_bonus",
                condition=Q(bonus_percent__gte=0, bonus_percent__lte=100)
                & (Q(bonus_valid_days=None) | Q(bonus_valid_days__gt=0)),
            ),
            models.CheckConstraint(
                name="store_credit_policy_tells_how_long_a_card_takes",
                condition=Q(card_days_to__gt=0, card_days_to__gte=F("card_days_from")),
            ),
            models.CheckConstraint(
                name="store_credit_policy_knows_its_order", condition=Q(tender_order__in=TenderOrder.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.starts_at:%Y-%m-%d}"
