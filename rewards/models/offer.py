"""What customers buy with points: offers, and who redeemed which."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rewards.enums import POINTS
from rewards.models.fields import minor_field
from rewards.models.voucher import Reduction, Voucher, gives_one_thing
from rewards.models.wallet import RewardWallet
from wallet_project.core.ids import uuid7

own_picture = RegexValidator(
    r"\A[a-z0-9][a-z0-9/_-]*\.(svg|png|jpg|webp)\Z", _("Name a file under static/img, like offers/gift.svg.")
)


class Offer(Reduction):
    """A voucher that costs points. `tier` is the slug of the tier that may have it; empty is everybody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=1000, blank=True)
    picture = models.CharField(_("picture"), max_length=200, validators=[own_picture])
    points = minor_field(_("price in points"))
    limit_total = models.PositiveIntegerField(_("how many there are"), null=True, blank=True)
    limit_each = models.PositiveIntegerField(_("how many for each customer"), null=True, blank=True)
    redeemed = models.PositiveIntegerField(_("how many are gone"), default=0, editable=False)
    tier = models.SlugField(_("only for this tier"), blank=True)
    valid_days = models.PositiveIntegerField(_("days until the voucher expires"), null=True, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: ClassVar[models.Manager[Offer]] = models.Manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["points", "id"]
        constraints = [
            models.CheckConstraint(name="offer_gives_one_thing", condition=gives_one_thing()),
            models.CheckConstraint(name="offer_costs_points", condition=Q(points__gt=0)),
            models.CheckConstraint(
                name="offer_is_redeemed_within_its_limit",
                condition=Q(limit_total=None) | Q(redeemed__lte=F("limit_total")),
            ),
            models.CheckConstraint(
                name="offer_limits_are_positive",
                condition=(Q(limit_total=None) | Q(limit_total__gte=1))
                & (Q(limit_each=None) | Q(limit_each__gte=1))
                & (Q(valid_days=None) | Q(valid_days__gte=1)),
            ),
            models.CheckConstraint(
                name="offer_ends_after_it_starts", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def picture_path(self) -> str:
        """Where the picture is among the static files."""
        return f"img/{self.picture}"

    @property
    def left(self) -> int | None:
        """How many there are still; None where there is no limit."""
        return None if self.limit_total is None else self.limit_total - self.redeemed

    def runs_at(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


class OfferRedemption(models.Model):
    """So many points for one voucher. It can't be undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        RewardWallet, models.PROTECT, related_name="redemptions", verbose_name=_("points account")
    )
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="redemptions", verbose_name=_("offer"))
    points = minor_field(_("points"))
    voucher = models.OneToOneField(
        Voucher, models.PROTECT, related_name="redemption", verbose_name=_("voucher")
    )
    key = models.CharField(_("idempotency key"), max_length=200)
    entry = models.OneToOneField("ledger.JournalEntry", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("redeemed"), auto_now_add=True)

    objects: ClassVar[models.Manager[OfferRedemption]] = models.Manager()

    class Meta:
        verbose_name = _("redemption of an offer")
        verbose_name_plural = _("redemptions of offers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("account", "key", name="redemption_key_is_unique_per_account"),
            models.CheckConstraint(name="redemption_costs_points", condition=Q(points__gt=0)),
        ]
        indexes = [models.Index(name="redemptions_by_account", fields=["account", "offer"])]

    def __str__(self) -> str:
        return f"{self.points} {POINTS} → {self.offer}"
