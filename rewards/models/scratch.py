"""Scratch cards: games with prizes and odds, and the cards that customers were given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.enums import ScratchCardStatus
from rewards.models.fields import minor_field
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

GRANTED, SCRATCHED = ScratchCardStatus.GRANTED, ScratchCardStatus.SCRATCHED


class ScratchCardGame(models.Model):
    """A game: what its cards can win, in reward money of `currency` or in points (`PTS`).

    `order_from` is in the store's currency. `committed` is the sum of the prizes of all cards that were
    granted and have not expired: it never exceeds the budget, so that each prize can be paid.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3)
    budget = minor_field(_("budget"))
    committed = minor_field(_("promised by the cards that were granted"), default=0, editable=False)
    card_days = models.PositiveIntegerField(_("days to scratch a card"), default=30)
    lot_days = models.PositiveIntegerField(_("days until a prize expires"), null=True, blank=True)
    order_from = minor_field(_("a card for each delivered order from"), null=True, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: ClassVar[models.Manager[ScratchCardGame]] = models.Manager()

    if TYPE_CHECKING:
        prizes: RelatedManager[ScratchPrize]

    class Meta:
        verbose_name = _("scratch card game")
        verbose_name_plural = _("scratch card games")
        ordering = ["-id"]
        permissions = [("view_hidden_prizes", _("Can see what unscratched cards will win"))]
        constraints = [
            # What a campaign that gives its cards refers to, by a key of two columns in the database.
            models.UniqueConstraint(name="game_has_one_currency", fields=["id", "currency"]),
            models.CheckConstraint(
                name="game_promises_at_most_its_budget",
                condition=Q(committed__gte=0, committed__lte=F("budget")),
            ),
            models.CheckConstraint(
                name="game_ends_after_it_starts", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="game_gives_days_to_scratch",
                condition=Q(card_days__gte=1) & (Q(lot_days=None) | Q(lot_days__gte=1)),
            ),
            models.CheckConstraint(
                name="game_asks_for_a_positive_order", condition=Q(order_from=None) | Q(order_from__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def runs_at(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)

    @property
    def order_from_money(self) -> Money | None:
        if self.order_from is None:
            return None
        return from_minor(self.order_from, settings.STORE_CURRENCY)

    def money(self, minor: int) -> Money:
        return from_minor(minor, self.currency)


class ScratchPrize(models.Model):
    """One of a game's prizes. Of so many cards as the weights sum to, `weight` win it on average.

    A prize of zero is a card that wins nothing.
    """

    game = models.ForeignKey(
        ScratchCardGame, models.PROTECT, related_name="prizes", verbose_name=_("scratch card game")
    )
    amount = minor_field(_("prize"))
    weight = models.PositiveIntegerField(_("weight"), default=1)

    objects: ClassVar[models.Manager[ScratchPrize]] = models.Manager()

    class Meta:
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        ordering = ["-amount"]
        constraints = [
            models.UniqueConstraint("game", "amount", name="game_has_each_prize_once"),
            models.CheckConstraint(name="prize_is_never_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="prize_can_be_won", condition=Q(weight__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.game.money(self.amount))


class ScratchCard(models.Model):
    """A card of one customer. Its prize was drawn when it was granted and is hidden until scratched.

    Show `won`, never `prize`: that is None as long as the card is not scratched.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = models.ForeignKey(
        ScratchCardGame, models.PROTECT, related_name="cards", verbose_name=_("scratch card game")
    )
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="scratch_cards", verbose_name=_("customer")
    )
    prize = minor_field(_("prize"), editable=False)
    status = models.CharField(_("status"), max_length=10, choices=ScratchCardStatus.choices, default=GRANTED)
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    reason = models.CharField(_("given for"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("to be scratched before"))
    entry = models.OneToOneField(
        "ledger.JournalEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry"),
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    created_at = models.DateTimeField(_("granted"), auto_now_add=True)
    scratched_at = models.DateTimeField(_("scratched"), null=True, blank=True)

    objects: ClassVar[models.Manager[ScratchCard]] = models.Manager()

    class Meta:
        verbose_name = _("scratch card")
        verbose_name_plural = _("scratch cards")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="scratch_card_status_is_known", condition=Q(status__in=ScratchCardStatus.values)
            ),
            models.CheckConstraint(name="scratch_card_prize_is_never_negative", condition=Q(prize__gte=0)),
            models.CheckConstraint(
                name="scratch_card_pays_its_prize_when_scratched",
                condition=(~Q(status=SCRATCHED) & Q(entry=None, scratched_at=None))
                | Q(status=SCRATCHED, scratched_at__isnull=False, prize=0, entry=None)
                | Q(status=SCRATCHED, scratched_at__isnull=False, prize__gt=0, entry__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="scratch_cards_of_a_customer", fields=["customer", "-id"]),
            models.Index(name="scratch_cards_of_a_reference", fields=["reference"]),
            models.Index(
                name="scratch_cards_to_expire", fields=["expires_at", "id"], condition=Q(status=GRANTED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.game}: {self.get_status_display()}"

    @property
    def won(self) -> Money | None:
        """What it won; None until it is scratched."""
        return self.game.money(self.prize) if self.status == SCRATCHED else None

    def can_be_scratched(self, now: datetime) -> bool:
        return self.status == GRANTED and now < self.expires_at
