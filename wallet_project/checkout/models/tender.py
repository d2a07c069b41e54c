"""One form of payment applied to an order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.models import RewardHold
from wallet_project.checkout.enums import CARD_OPEN, TenderKind, TenderStatus
from wallet_project.checkout.models.payment import Payment
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models import Hold, SavedCard
from wallets.models.fields import amount_field


class Tender(models.Model):
    """A part of a payment. Reward money is a hold; so is wallet money, unless it paid without waiting. The
    card part is a payment at the gateway, whose key was stored before the gateway was asked.

    `entry` is the journal entry of its capture, or of its rescue. `reported` is what the gateway says
    that it captured, kept where that was put in doubt. What else a row must be is said in
    `sql/0016_rules_at_hand.sql`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Found by the index of `payment_has_one_tender_of_a_kind`.
    payment = models.ForeignKey(
        Payment, models.PROTECT, db_index=False, related_name="tenders", verbose_name=_("payment")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TenderKind.choices)
    position = models.PositiveSmallIntegerField(_("position"))
    amount = amount_field(_("amount"))
    captured = amount_field(_("captured"), default=0)
    refunded = amount_field(_("refunded"), default=0)
    reported = amount_field(_("captured otherwise"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=TenderStatus.choices)
    hold = models.OneToOneField(
        Hold, models.PROTECT, null=True, blank=True, related_name="tender", verbose_name=_("hold")
    )
    reward_hold = models.OneToOneField(
        RewardHold,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tender",
        verbose_name=_("reward hold"),
    )
    saved_card = models.ForeignKey(
        SavedCard,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("saved card"),
    )
    save_card = models.BooleanField(_("save the card"), default=False)
    gateway_key = models.CharField(_("key at the gateway"), max_length=64, blank=True)
    gateway_session = models.CharField(_("payment page"), max_length=120, blank=True)
    gateway_payment = models.CharField(_("payment at the gateway"), max_length=120, blank=True)
    method = models.CharField(_("method"), max_length=40, blank=True)
    card_brand = models.CharField(_("brand of the card"), max_length=30, blank=True)
    card_last4 = models.CharField(_("last four digits"), max_length=4, blank=True)
    redirect_url = models.URLField(_("address of the page"), max_length=2000, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    entry = models.OneToOneField(
        "ledger.JournalEntry", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    checked_at = models.DateTimeField(_("last asked"), null=True, blank=True)

    class Meta:
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("payment", "kind", name="payment_has_one_tender_of_a_kind"),
            models.UniqueConstraint(
                "gateway_key", name="gateway_key_is_one_tenders", condition=~Q(gateway_key="")
            ),
            models.UniqueConstraint(
                "gateway_session", name="payment_page_pays_one_tender", condition=~Q(gateway_session="")
            ),
            models.UniqueConstraint(
                "gateway_payment", name="gateway_payment_pays_one_tender", condition=~Q(gateway_payment="")
            ),
        ]
        indexes = [
            models.Index(
                name="tenders_of_a_saved_card",
                fields=["saved_card"],
                condition=Q(saved_card__isnull=False),
            ),
            models.Index(
                name="card_tenders_that_are_open",
                fields=["checked_at"],
                condition=Q(kind=TenderKind.CARD, status__in=CARD_OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.money}"

    @property
    def money(self) -> Money:
        """The amount in the currency's own decimals."""
        return from_minor(to_minor(self.amount), str(self.amount.currency))

    @property
    def captured_money(self) -> Money:
        return from_minor(to_minor(self.captured), str(self.amount.currency))

    @property
    def refunded_money(self) -> Money:
        """What of the captured money was given back and not taken back since."""
        return from_minor(to_minor(self.refunded), str(self.amount.currency))

    @property
    def reported_money(self) -> Money | None:
        """What the gateway captured other than asked, in its currency's own decimals."""
        if self.reported is None:
            return None
        return from_minor(to_minor(self.reported), str(self.reported.currency))

    @property
    def card_name(self) -> str:
        """The card that paid, as customers know it: "Visa •••• 4242"; empty if it is not known."""
        return str(SavedCard(brand=self.card_brand, last4=self.card_last4)) if self.card_last4 else ""

    @property
    def is_open_at_gateway(self) -> bool:
        """Whether the gateway may still take money for it."""
        return self.kind == TenderKind.CARD and self.status in CARD_OPEN

    @property
    def is_known_at_gateway(self) -> bool:
        return bool(self.gateway_session or self.gateway_payment)
