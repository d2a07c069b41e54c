"""Reading rules: which terms hold, and how much was given under them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from djmoney.money import Money

from refunds.automation.amounts import Used, concerns
from refunds.automation.enums import IssueOutcome, RuleEvent
from refunds.automation.events import CreditEvent
from refunds.models import CreditRule, CreditRuleIssue, CreditRuleTerms


def terms_at(kind: RuleEvent, moment: datetime) -> QuerySet[CreditRuleTerms]:
    """Of each rule for such events the terms that held at that moment, also such that rest."""
    began = CreditRuleTerms.objects.filter(rule=OuterRef("pk"), starts_at__lte=moment)
    newest = began.order_by("-starts_at").values("pk")[:1]
    rules = CreditRule.objects.filter(event=kind).annotate(held=Subquery(newest))
    return CreditRuleTerms.objects.filter(pk__in=rules.values("held")).select_related("rule").order_by("rule")


def terms_for(event: CreditEvent) -> list[CreditRuleTerms]:
    """The terms that held when it happened, and are about it, in the currency of the event."""
    held = terms_at(event.kind, event.happened_at).filter(rule__currency=str(event.base.currency))
    return [terms for terms in held if concerns(terms, event)]


def longest_window(kind: RuleEvent, moment: datetime) -> int | None:
    """The most days that a rule for such events looked back then; None if none gave anything."""
    days = [terms.days for terms in terms_at(kind, moment) if terms.is_on]
    return max(days, default=None)


def used_of(rule: CreditRule, *, day: date, customer_id: int) -> Used:
    """What a rule has given. Exact under the rule's lock."""
    given = CreditRuleIssue.objects.filter(rule=rule, outcome=IssueOutcome.GIVEN)
    return Used(
        in_all=rule.money(rule.spent),
        that_day=_sum(rule, given.filter(day=day)),
        to_customer=_sum(rule, given.filter(customer_id=customer_id)),
    )


def _sum(rule: CreditRule, issues: QuerySet[CreditRuleIssue]) -> Money:
    total: Any = issues.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return rule.money(getattr(total, "amount", total))
