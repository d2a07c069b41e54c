"""Tiers: how far up, and who is in which since when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rewards.models.fields import minor_field
from wallet_project.core.ids import uuid7

LARGEST_TIER_FACTOR = 10


class Tier(models.Model):
    """A step up: reached by so many points earned, or so much spent, within a year.

    Where both are set, either is enough. A higher `rank` is a better tier. `multiplier` is what
    every earning rule gives its members times as much.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=40)
    rank = models.PositiveSmallIntegerField(_("rank"), help_text=_("1 is the lowest tier."))
    points = models.PositiveIntegerField(_("from so many points within a year"), null=True, blank=True)
    spent = models.DecimalField(
        _("from so much spent within a year"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    currency = models.CharField(_("in"), max_length=3, blank=True)
    multiplier = models.DecimalField(
        _("earns so many times as much"), max_digits=4, decimal_places=2, default=1
    )
    benefits = models.TextField(
        _("benefits"), max_length=1000, blank=True, help_text=_("What members get, one benefit a line.")
    )

    objects: ClassVar[models.Manager[Tier]] = models.Manager()

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint("rank", name="one_tier_for_each_rank"),
            models.CheckConstraint(name="rank_of_a_tier_is_1_or_more", condition=Q(rank__gte=1)),
            models.CheckConstraint(
                name="tier_can_be_reached",
                condition=(Q(points__isnull=False) | Q(spent__isnull=False))
                & (Q(points=None) | Q(points__gt=0))
                & (Q(spent=None, currency="") | (Q(spent__gt=0) & ~Q(currency=""))),
            ),
            models.CheckConstraint(
                name="tier_multiplies_by_1_to_10",
                condition=Q(multiplier__gte=1, multiplier__lte=LARGEST_TIER_FACTOR),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def benefit_lines(self) -> list[str]:
        return [line.strip() for line in self.benefits.splitlines() if line.strip()]


class TierMembership(models.Model):
    """A customer's time in a tier; the open one has no `until`.

    `points` and `spent` are what the year before `since` had, and `needed_…` what the tier asked
    then. A customer who would fall below is told at `noticed_at` that the tier ends at `leaves_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tier_memberships", verbose_name=_("customer")
    )
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="memberships", verbose_name=_("tier"))
    points = minor_field(_("points within the year"))
    spent = minor_field(_("spent within the year"), default=0)
    needed_points = models.BigIntegerField(_("points needed"), null=True, blank=True)
    needed_spent = models.BigIntegerField(_("spending needed"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    since = models.DateTimeField(_("since"))
    noticed_at = models.DateTimeField(_("told that it ends"), null=True, blank=True)
    leaves_at = models.DateTimeField(_("ends"), null=True, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects: ClassVar[models.Manager[TierMembership]] = models.Manager()

    class Meta:
        verbose_name = _("membership of a tier")
        verbose_name_plural = _("memberships of tiers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "customer", name="one_open_membership_per_customer", condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="membership_ends_with_notice",
                condition=Q(noticed_at=None, leaves_at=None)
                | Q(noticed_at__isnull=False, leaves_at__gte=F("noticed_at")),
            ),
            models.CheckConstraint(
                name="tier_was_reached",
                condition=Q(needed_points__isnull=False, points__gte=F("needed_points"))
                | Q(needed_spent__isnull=False, spent__gte=F("needed_spent")),
            ),
        ]
        indexes = [
            models.Index(name="memberships_by_customer", fields=["customer", "since"]),
            models.Index(name="open_memberships", fields=["tier", "customer"], condition=Q(until=None)),
        ]

    def __str__(self) -> str:
        return str(self.tier)


class RewardProgramSettings(models.Model):
    """What holds for the whole program; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    return_days = models.PositiveSmallIntegerField(
        _("days to return an order"),
        default=30,
        help_text=_("So many days after delivery, what an order earned can be used."),
    )
    tier_notice_days = models.PositiveSmallIntegerField(
        _("days of notice before a tier ends"),
        default=30,
        help_text=_("Who falls below a tier is told, and keeps it so many days more."),
    )

    objects: ClassVar[models.Manager[RewardProgramSettings]] = models.Manager()

    class Meta:
        verbose_name = _("times of the rewards program")
        verbose_name_plural = _("times of the rewards program")
        constraints = [
            models.CheckConstraint(name="rewards_program_is_one", condition=Q(id=1)),
            models.CheckConstraint(
                name="times_of_the_program_are_within_a_year",
                condition=Q(return_days__lte=365, tier_notice_days__lte=365),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Times of the rewards program"))
