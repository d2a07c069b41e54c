"""A customer buys stored value through a gateway, and what may come back of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.enums import TOP_UP_WAITING, ReturnKind, ReturnStatus, TopUpMethod, TopUpStatus
from wallets.ledger.models import JournalEntry
from wallets.models.card import SavedCard
from wallets.models.fields import amount_field
from wallets.models.wallet import Wallet


class TopUp(models.Model):
    """One top-up. The row and its gateway key are committed before the gateway is called."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="top_ups", verbose_name=_("wallet"))
    amount = amount_field(_("amount"))
    method = models.CharField(_("method"), max_length=12, choices=TopUpMethod.choices)
    saved_card = models.ForeignKey(
        SavedCard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("saved card")
    )
    save_card = models.BooleanField(_("save the card"), default=False)
    status = models.CharField(
        _("status"), max_length=20, choices=TopUpStatus.choices, default=TopUpStatus.CREATED
    )
    key = models.CharField(_("idempotency key"), max_length=200)
    gateway_key = models.CharField(_("key at the gateway"), max_length=64, unique=True)
    gateway_session = models.CharField(_("payment page"), max_length=120, blank=True)
    gateway_payment = models.CharField(_("payment at the gateway"), max_length=120, blank=True)
    redirect_url = models.URLField(_("address of the page"), max_length=2000, blank=True)
    success_url = models.URLField(_("address after paying"), max_length=2000)
    cancel_url = models.URLField(_("address after canceling"), max_length=2000)
    captured = amount_field(_("captured"), null=True, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    checked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("top-up")
        verbose_name_plural = _("top-ups")
        constraints = [
            models.UniqueConstraint("wallet", "key", name="top_up_key_is_unique_per_wallet"),
            models.UniqueConstraint(
                "gateway_session", name="payment_page_tops_up_once", condition=~Q(gateway_session="")
            ),
            models.UniqueConstraint(
                "gateway_payment", name="payment_tops_up_once", condition=~Q(gateway_payment="")
            ),
            models.CheckConstraint(name="top_up_status_is_known", condition=Q(status__in=TopUpStatus.values)),
            models.CheckConstraint(name="top_up_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="top_up_is_credited_exactly_when_it_succeeded",
                condition=Q(status=TopUpStatus.SUCCEEDED, entry__isnull=False)
                | (~Q(status=TopUpStatus.SUCCEEDED) & Q(entry=None)),
            ),
        ]
        indexes = [
            models.Index(
                name="top_ups_that_wait", fields=["created_at"], condition=Q(status__in=TOP_UP_WAITING)
            ),
            models.Index(
                name="top_ups_in_quarantine",
                fields=["created_at"],
                condition=Q(status=TopUpStatus.QUARANTINED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.money} {self.get_status_display()}"

    @property
    def money(self) -> Money:
        """The amount that was asked for, in the currency's own decimals."""
        return from_minor(to_minor(self.amount), str(self.amount.currency))

    @property
    def is_waiting(self) -> bool:
        return self.status in TOP_UP_WAITING


class TopUpReturn(models.Model):
    """Money of a top-up, or of a rescued payment, that went back to the payer: a dispute, or a refund
    made at the gateway.

    `taken` is what was still in the wallet, `shortfall` what had been spent already. `froze_at` is when
    the wallet was frozen over the shortfall, and not by a person.
    """

    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="returns", verbose_name=_("wallet"))
    top_up = models.ForeignKey(
        TopUp, models.PROTECT, null=True, blank=True, related_name="returns", verbose_name=_("top-up")
    )
    rescued_entry = models.ForeignKey(
        JournalEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry of the rescued payment"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ReturnKind.choices)
    status = models.CharField(_("status"), max_length=10, choices=ReturnStatus.choices)
    gateway_id = models.CharField(_("id at the gateway"), max_length=120, unique=True)
    taken = amount_field(_("taken from the wallet"))
    shortfall = amount_field(_("had been spent"))
    entry = models.OneToOneField(JournalEntry, models.PROTECT, null=True, related_name="+")
    won_entry = models.OneToOneField(JournalEntry, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("opened"), auto_now_add=True)
    froze_at = models.DateTimeField(_("wallet frozen at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("returned top-up")
        verbose_name_plural = _("returned top-ups")
        constraints = [
            models.CheckConstraint(name="return_kind_is_known", condition=Q(kind__in=ReturnKind.values)),
            models.CheckConstraint(
                name="return_status_is_known", condition=Q(status__in=ReturnStatus.values)
            ),
            models.CheckConstraint(
                name="return_is_not_negative", condition=Q(taken__gte=0, shortfall__gte=0)
            ),
            models.CheckConstraint(
                name="return_is_of_a_top_up_or_a_rescued_payment",
                condition=Q(top_up=None, rescued_entry__isnull=False)
                | Q(top_up__isnull=False, rescued_entry=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.gateway_id}"


class TopUpPolicy(models.Model):
    """What the store allows for top-ups in one currency. Amounts in that currency."""

    currency = models.CharField(_("currency"), max_length=3, primary_key=True)
    presets = models.CharField(
        _("suggested amounts"), max_length=100, help_text=_("Separated by commas, like 10, 25, 50.")
    )
    minimum = models.DecimalField(_("smallest top-up"), max_digits=18, decimal_places=3)
    maximum = models.DecimalField(_("largest top-up"), max_digits=18, decimal_places=3)
    maximum_balance = models.DecimalField(_("largest balance"), max_digits=18, decimal_places=3)
    daily_limit = models.DecimalField(_("most a day"), max_digits=18, decimal_places=3)

    class Meta:
        verbose_name = _("top-up limits")
        verbose_name_plural = _("top-up limits")
        constraints = [
            models.CheckConstraint(
                name="top_up_limits_are_in_order",
                condition=Q(minimum__gt=0)
                & Q(minimum__lte=models.F("maximum"))
                & Q(maximum__lte=models.F("maximum_balance")),
            )
        ]

    def __str__(self) -> str:
        return self.currency
