"""By which rules customers earn, and which of them gave how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rewards.enums import POINTS, Activity, EarningKind, Stacking
from rewards.models.accrual import Accrual
from rewards.models.fields import minor_field
from rewards.models.tier import Tier
from wallet_project.core.ids import uuid7

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LONGEST_LIFE = 3650
LARGEST_FACTOR = 100

# What each way of giving says, for the database.
FIXED = Q(kind=EarningKind.FIXED, amount__gt=0, per_amount=None)
PER_SPENT = Q(kind=EarningKind.PER_SPENT, amount__gt=0, per_amount__isnull=False, per_amount__gt=0) & ~Q(
    currency=""
)
PERCENT = Q(kind=EarningKind.PERCENT, per_amount=None, percent__gt=0, percent__lte=100, currency=F("unit"))


def _amount(verbose_name: object, **options: object) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(
        verbose_name,  # type: ignore[arg-type]
        max_digits=18,
        decimal_places=3,
        null=True,
        blank=True,
        **options,  # type: ignore[arg-type]
    )


class EarningRule(models.Model):
    """One way to earn. Once it has begun, only its end changes: the history says what held when.

    It gives `amount` of `unit` once, or for each whole `per_amount` spent, or `percent` of what is
    spent. `unit` is `PTS` or the currency of reward money. `currency` is that of the orders it is
    for; empty is any. Empty limits are no limits.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=80, help_text=_("Customers read it."))
    activity = models.CharField(_("for"), max_length=20, choices=Activity.choices, default=Activity.PURCHASE)
    reference_prefix = models.CharField(_("only for references that begin with"), max_length=40, blank=True)
    unit = models.CharField(_("gives"), max_length=3, default=POINTS)
    currency = models.CharField(_("for orders in"), max_length=3, blank=True)
    kind = models.CharField(_("how"), max_length=10, choices=EarningKind.choices)
    amount = _amount(_("so much"))
    per_amount = _amount(_("for each whole"))
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    tier_counts = models.BooleanField(_("the customer's tier multiplies it"), default=True)
    unrewarded_only = models.BooleanField(_("only what is not paid with reward money counts"), default=True)
    with_coupon = models.BooleanField(_("also together with a coupon"), default=True)
    minimum_order = _amount(_("only for orders from"))
    excluded_products = models.JSONField(_("not for these products"), default=list, blank=True)
    excluded_categories = models.JSONField(_("not for these categories"), default=list, blank=True)
    stacking = models.CharField(
        _("beside other rules"), max_length=10, choices=Stacking.choices, default=Stacking.ADDS
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=100, help_text=_("Of equals, the rule with the lower number counts.")
    )
    most_per_order = _amount(_("most for each order"))
    most_per_day = _amount(_("most for each customer and day"))
    most_per_customer = _amount(_("most for each customer in all"))
    valid_days = models.PositiveIntegerField(
        _("days until it expires"), null=True, blank=True, help_text=_("Empty: it never expires.")
    )
    starts_at = models.DateTimeField(_("holds from"))
    ends_at = models.DateTimeField(_("holds until"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)

    objects: ClassVar[models.Manager[EarningRule]] = models.Manager()

    if TYPE_CHECKING:
        multipliers: RelatedManager[EarningMultiplier]

    class Meta:
        verbose_name = _("earning rule")
        verbose_name_plural = _("earning rules")
        ordering = ["priority", "id"]
        constraints = [
            models.CheckConstraint(
                name="earning_activity_is_known", condition=Q(activity__in=Activity.values)
            ),
            models.CheckConstraint(name="earning_kind_is_known", condition=Q(kind__in=EarningKind.values)),
            models.CheckConstraint(
                name="earning_stacking_is_known", condition=Q(stacking__in=Stacking.values)
            ),
            models.CheckConstraint(
                name="earning_rule_says_what_it_gives",
                condition=Q(amount__isnull=False, percent=None) & (FIXED | PER_SPENT)
                | Q(amount=None, percent__isnull=False) & PERCENT,
            ),
            models.CheckConstraint(
                name="reward_money_is_earned_in_its_currency",
                condition=Q(unit=POINTS) | Q(unit=F("currency")),
            ),
            models.CheckConstraint(
                name="only_purchases_earn_by_what_is_spent",
                condition=Q(activity=Activity.PURCHASE) | Q(kind=EarningKind.FIXED, minimum_order=None),
            ),
            models.CheckConstraint(
                name="smallest_order_of_a_rule_has_a_currency",
                condition=Q(minimum_order=None) | (Q(minimum_order__gt=0) & ~Q(currency="")),
            ),
            models.CheckConstraint(
                name="limits_of_a_rule_are_positive",
                condition=(Q(most_per_order=None) | Q(most_per_order__gt=0))
                & (Q(most_per_day=None) | Q(most_per_day__gt=0))
                & (Q(most_per_customer=None) | Q(most_per_customer__gt=0)),
            ),
            models.CheckConstraint(
                name="earning_rule_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="what_a_rule_gives_lives_1_day_to_10_years",
                condition=Q(valid_days=None) | Q(valid_days__gte=1, valid_days__lte=LONGEST_LIFE),
            ),
        ]
        indexes = [models.Index(name="earning_rules_in_force", fields=["activity", "starts_at"])]

    def __str__(self) -> str:
        return self.name


class EarningMultiplier(models.Model):
    """`factor` times as much where everything holds that is filled in: goods, tier, time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.ForeignKey(EarningRule, models.PROTECT, related_name="multipliers", verbose_name=_("rule"))
    name = models.CharField(_("name"), max_length=80, help_text=_("Customers read it."))
    factor = models.DecimalField(_("times"), max_digits=6, decimal_places=2)
    products = models.JSONField(_("for these products"), default=list, blank=True)
    categories = models.JSONField(_("for these categories"), default=list, blank=True)
    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for this tier")
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects: ClassVar[models.Manager[EarningMultiplier]] = models.Manager()

    class Meta:
        verbose_name = _("multiplier")
        verbose_name_plural = _("multipliers")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="multiplier_gives_more", condition=Q(factor__gt=1, factor__lte=LARGEST_FACTOR)
            ),
            models.CheckConstraint(
                name="multiplier_ends_after_it_starts",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ActivityRecord(models.Model):
    """What a customer did to earn, once: also where it earned nothing. Repeats find it here.

    `spent` is an order's total, `rewarded` the part paid with reward money, `returned` what was
    refunded of it; minor units of `currency`. It counts for tiers from `counts_from` on, which is
    when nothing can be returned any more; empty while that is not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reward_activities", verbose_name=_("customer")
    )
    activity = models.CharField(_("activity"), max_length=20, choices=Activity.choices)
    reference = models.CharField(_("reference"), max_length=100)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    spent = minor_field(_("spent"), default=0)
    rewarded = minor_field(_("of it with reward money"), default=0)
    returned = minor_field(_("of it refunded"), default=0)
    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tier")
    )
    happened_at = models.DateTimeField(_("when"))
    counts_from = models.DateTimeField(_("counts from"), null=True, blank=True)
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects: ClassVar[models.Manager[ActivityRecord]] = models.Manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("customer", "activity", "reference", name="activity_is_recorded_once"),
            models.CheckConstraint(
                name="recorded_activity_is_known", condition=Q(activity__in=Activity.values)
            ),
            models.CheckConstraint(name="recorded_activity_names_its_cause", condition=~Q(reference="")),
            models.CheckConstraint(
                name="recorded_amounts_are_parts_of_what_was_spent",
                condition=Q(spent__gte=0, rewarded__gte=0, returned__gte=0)
                & Q(rewarded__lte=F("spent"), returned__lte=F("spent"))
                & (Q(spent=0) | ~Q(currency="")),
            ),
        ]
        indexes = [
            models.Index(
                name="activities_that_count",
                fields=["customer", "counts_from"],
                condition=Q(counts_from__isnull=False),
            ),
            models.Index(name="activities_by_time", fields=["counts_from", "customer"]),
            models.Index(name="activities_by_reference", fields=["reference"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.reference}"


class AccrualShare(models.Model):
    """How much of an accrual a rule gave. Limits of a day and of a customer are counted by these."""

    accrual = models.ForeignKey(Accrual, models.PROTECT, related_name="shares", verbose_name=_("accrual"))
    rule = models.ForeignKey(EarningRule, models.PROTECT, related_name="shares", verbose_name=_("rule"))
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    amount = minor_field(_("amount"))
    earned_at = models.DateTimeField(_("earned"))

    objects: ClassVar[models.Manager[AccrualShare]] = models.Manager()

    class Meta:
        verbose_name = _("share of a rule")
        verbose_name_plural = _("shares of rules")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("accrual", "rule", name="rule_gives_an_accrual_one_share"),
            models.CheckConstraint(name="share_of_a_rule_is_positive", condition=Q(amount__gt=0)),
        ]
        indexes = [models.Index(name="shares_by_customer_and_rule", fields=["customer", "rule", "earned_at"])]

    def __str__(self) -> str:
        return f"{self.amount} / {self.rule_id}"
