"""Rules by which the store gives credit by itself, the terms they hold under, and what they answered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from refunds.automation.enums import IssueOutcome, RuleEvent
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from refunds.models.taken_credit import TakenCredit

USER = settings.AUTH_USER_MODEL
LONGEST_WINDOW = 365


def _amount(verbose_name: Any, **options: Any) -> models.DecimalField[Decimal | int | None, Decimal | None]:
    return models.DecimalField(verbose_name, max_digits=18, decimal_places=3, **options)


def _optional(verbose_name: Any) -> models.DecimalField[Decimal | int | None, Decimal | None]:
    return _amount(verbose_name, null=True, blank=True)


class CreditRule(models.Model):
    """One rule: for what it gives, in which currency, and how much in all.

    What it gives stands in its terms. `spent` is the sum of what it has given, and changes under the
    rule's lock only; the budget may be raised, and lowered to what is spent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=80)
    event = models.CharField(_("when"), max_length=15, choices=RuleEvent.choices)
    currency = models.CharField(_("currency"), max_length=3)
    budget = models.DecimalField(_("budget in all"), max_digits=18, decimal_places=3)
    spent = models.DecimalField(_("given so far"), max_digits=18, decimal_places=3, default=0, editable=False)
    created_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[CreditRule]] = models.Manager()

    if TYPE_CHECKING:
        terms: RelatedManager[CreditRuleTerms]
        issues: RelatedManager[CreditRuleIssue]

    class Meta:
        verbose_name = _("credit rule")
        verbose_name_plural = _("credit rules")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("name", name="credit_rule_has_its_own_name"),
            models.CheckConstraint(
                name="credit_rule_event_is_known", condition=Q(event__in=RuleEvent.values)
            ),
            models.CheckConstraint(
                name="credit_rule_gives_at_most_its_budget",
                condition=Q(budget__gt=0, spent__gte=0, spent__lte=F("budget")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def money(self, amount: Decimal) -> Money:
        """An amount of this rule in the currency's own decimals."""
        return from_minor(to_minor(Money(amount, self.currency)), self.currency)

    @property
    def left(self) -> Money:
        """What of the budget is not given yet, as read with this object."""
        return self.money(self.budget - self.spent)


class CreditRuleTerms(models.Model):
    """What a rule gives, from a moment on and until the next terms hold. Never changed once they hold.

    `days`: delivered at least so late; bought at most so long before the price fell; nothing else.
    Either `amount`, or `percent` of the order, of the line, or of the difference of price. Limits are
    for each credit, each day of the store's clock and each customer in all; empty means none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.ForeignKey(CreditRule, models.PROTECT, related_name="terms", verbose_name=_("rule"))
    starts_at = models.DateTimeField(_("holds from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    is_on = models.BooleanField(
        _("gives credit"), default=True, help_text=_("Without this the rule rests from then on.")
    )
    days = models.PositiveSmallIntegerField(
        _("days"),
        default=0,
        validators=[MaxValueValidator(LONGEST_WINDOW)],
        help_text=_(
            "For late orders: at least so many days after the promised day. For price drops: at most so many"
            " days after buying. Nothing else asks for it."
        ),
    )
    amount = _optional(_("a fixed amount"))
    percent = models.DecimalField(
        _("or percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
        help_text=_("Of the order, of the line that can't be delivered, or of the difference of price."),
    )
    most = _optional(_("at most, each time"))
    per_day = _optional(_("at most, each day"))
    per_customer = _optional(_("at most, each customer in all"))
    kept_on_return = models.BooleanField(
        _("kept when the order is returned"),
        default=False,
        help_text=_(
            "Without this the credit is taken back with what of the order is refunded. Credit for what was"
            " out of stock is always kept."
        ),
    )
    words = models.CharField(
        _("what the customer reads"),
        max_length=300,
        help_text=_("{order}, {item} and {days} are filled in."),
    )
    created_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)

    objects: ClassVar[models.Manager[CreditRuleTerms]] = models.Manager()

    class Meta:
        verbose_name = _("terms of a credit rule")
        verbose_name_plural = _("terms of credit rules")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint("rule", "starts_at", name="credit_rule_has_one_terms_at_a_time"),
            models.CheckConstraint(
                name="credit_rule_gives_an_amount_or_a_percentage",
                condition=Q(amount__isnull=False, amount__gt=0, percent=None)
                | Q(amount=None, percent__isnull=False, percent__gt=0, percent__lte=100),
            ),
            models.CheckConstraint(
                name="credit_rule_limits_are_positive",
                condition=(Q(most=None) | Q(most__gt=0))
                & (Q(per_day=None) | Q(per_day__gt=0))
                & (Q(per_customer=None) | Q(per_customer__gt=0)),
            ),
            models.CheckConstraint(
                name="credit_rule_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="credit_rule_looks_back_a_year_at_most", condition=Q(days__lte=LONGEST_WINDOW)
            ),
            models.CheckConstraint(name="credit_rule_says_why", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.starts_at:%Y-%m-%d}"


class CreditRuleIssue(models.Model):
    """How one rule answered one event: the credit that it gave, or why it gave none. Kept for good.

    `event` names what happened for good, like `late:10000042`; `base` is what a percentage was of. Where
    it is about one line, `bought` is how many of it there were, and `quantity` how many were not returned.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.ForeignKey(CreditRule, models.PROTECT, related_name="issues", verbose_name=_("rule"))
    terms = models.ForeignKey(CreditRuleTerms, models.PROTECT, related_name="+", verbose_name=_("terms"))
    event = models.CharField(_("event"), max_length=100)
    customer = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("customer"))
    order_reference = models.CharField(_("order"), max_length=100)
    item = models.CharField(_("about"), max_length=200, blank=True)
    line = models.CharField(_("line"), max_length=100, blank=True, editable=False)
    quantity = models.PositiveIntegerField(_("pieces"), default=0, editable=False)
    bought = models.PositiveIntegerField(_("pieces bought"), default=0, editable=False)
    happened_at = models.DateTimeField(_("happened"))
    base = amount_field(_("counted from"))
    amount = amount_field(_("amount"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=IssueOutcome.choices)
    entry = models.OneToOneField(
        "ledger.JournalEntry", models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField(_("day"))
    created_at = models.DateTimeField(_("answered"), auto_now_add=True)

    objects: ClassVar[models.Manager[CreditRuleIssue]] = models.Manager()

    if TYPE_CHECKING:
        taken_back: RelatedManager[TakenCredit]

    class Meta:
        verbose_name = _("answer of a credit rule")
        verbose_name_plural = _("answers of credit rules")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("rule", "event", name="credit_rule_answers_an_event_once"),
            models.UniqueConstraint(
                "event", name="event_is_credited_once", condition=Q(outcome=IssueOutcome.GIVEN)
            ),
            models.CheckConstraint(
                name="issue_outcome_is_known", condition=Q(outcome__in=IssueOutcome.values)
            ),
            models.CheckConstraint(
                name="given_credit_has_its_entry",
                condition=Q(outcome=IssueOutcome.GIVEN, amount__gt=0, entry__isnull=False)
                | (~Q(outcome=IssueOutcome.GIVEN) & Q(amount=0, entry=None)),
            ),
            models.CheckConstraint(
                name="issue_is_in_one_currency", condition=Q(base_currency=F("amount_currency"))
            ),
        ]
        indexes = [
            models.Index(
                name="issues_of_a_day", fields=["rule", "day"], condition=Q(outcome=IssueOutcome.GIVEN)
            ),
            models.Index(
                name="issues_to_a_customer",
                fields=["rule", "customer"],
                condition=Q(outcome=IssueOutcome.GIVEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.event}"

    @property
    def base_money(self) -> Money:
        return from_minor(to_minor(self.base), str(self.base.currency))

    @property
    def money(self) -> Money:
        return from_minor(to_minor(self.amount), str(self.amount.currency))
