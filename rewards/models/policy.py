"""What the store decides about rewards, each version with the day from which it holds.

A version in force or past is never changed: the history says what held when.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rewards.enums import ConversionTarget
from wallets.models import Version


class RewardPolicy(Version):
    """How much reward money one order may use. Empty means no limit of that kind.

    The smaller of `most` and `percent` of the eligible part counts. Lines of excluded products and
    categories (by reference, as the shop names them) are not eligible. `grace_days` is for how long
    rewards can be spent that had expired before a refund brought them back.
    """

    most = models.DecimalField(
        _("at most, for each order"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    percent = models.DecimalField(
        _("at most, percent of the order"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    minimum_order = models.DecimalField(
        _("only for orders from"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    with_coupon = models.BooleanField(_("also together with a coupon"), default=True)
    excluded_products = models.JSONField(_("not for these products"), default=list, blank=True)
    excluded_categories = models.JSONField(_("not for these categories"), default=list, blank=True)
    grace_days = models.PositiveIntegerField(_("days that a refund gives to expired rewards"), default=30)

    objects: ClassVar[models.Manager[RewardPolicy]] = models.Manager()

    class Meta:
        verbose_name = _("use of reward money")
        verbose_name_plural = _("use of reward money")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint("currency", "starts_at", name="one_reward_policy_at_a_time"),
            models.CheckConstraint(
                name="reward_cap_is_sane",
                condition=(Q(most=None) | Q(most__gte=0))
                & (Q(percent=None) | Q(percent__gte=0, percent__lte=100))
                & (Q(minimum_order=None) | Q(minimum_order__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.starts_at:%Y-%m-%d}"


class PointsProgram(Version):
    """What points are worth: `points` are `value` in the currency, in whole steps of `step`."""

    points = models.PositiveIntegerField(_("this many points"))
    value = models.DecimalField(_("are worth"), max_digits=18, decimal_places=3)
    minimum = models.PositiveIntegerField(_("smallest conversion, in points"), default=1)
    step = models.PositiveIntegerField(_("only whole steps of so many points"), default=1)
    most_per_day = models.PositiveIntegerField(_("most within 24 hours, in points"), null=True, blank=True)
    target = models.CharField(
        _("goes to"), max_length=15, choices=ConversionTarget.choices, default=ConversionTarget.WALLET
    )
    valid_days = models.PositiveIntegerField(
        _("days until converted reward money expires"), null=True, blank=True
    )

    objects: ClassVar[models.Manager[PointsProgram]] = models.Manager()

    class Meta:
        verbose_name = _("worth of points")
        verbose_name_plural = _("worth of points")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint("currency", "starts_at", name="one_points_program_at_a_time"),
            models.CheckConstraint(
                name="points_program_is_sane",
                condition=Q(points__gt=0, value__gt=0, step__gt=0, minimum__gt=0),
            ),
            models.CheckConstraint(
                name="points_of_a_day_allow_one_conversion",
                condition=Q(most_per_day=None) | Q(most_per_day__gte=F("minimum")),
            ),
            models.CheckConstraint(
                name="conversion_target_is_known", condition=Q(target__in=ConversionTarget.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} = {self.value} {self.currency}"
