"""Credit rules with terms, and things that happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from djmoney.money import Money

from refunds.automation.enums import RuleEvent
from refunds.automation.events import CreditEvent
from refunds.automation.services import answer_event
from refunds.models import CreditRule, CreditRuleIssue, CreditRuleTerms
from tests.factories.wallets import make_wallet

LONG_AGO = timezone.now() - timedelta(days=100)
LATE, OUT_OF_STOCK, PRICE_DROP = RuleEvent.LATE, RuleEvent.OUT_OF_STOCK, RuleEvent.PRICE_DROP
TERMS = {
    "days": 1,
    "amount": None,
    "percent": None,
    "words": "Sorry that order {order} was {days} days late.",
}


def make_rule(
    event: RuleEvent = LATE, *, budget: str = "100", currency: str = "EUR", **terms: Any
) -> CreditRule:
    """A rule whose terms have held for long: 5.00 for each event, unless said otherwise."""
    rule = CreditRule.objects.create(
        name=f"Rule {uuid4().hex[:8]}", event=event, currency=currency, budget=budget
    )
    make_rule_terms(rule, **terms)
    return rule


def make_rule_terms(rule: CreditRule, *, starts_at: datetime = LONG_AGO, **fields: Any) -> CreditRuleTerms:
    if "percent" not in fields:
        fields = {"amount": "5", **fields}
    terms = CreditRuleTerms.objects.create(rule=rule, starts_at=starts_at, **{**TERMS, **fields})
    terms.refresh_from_db()
    return terms


def happened(
    kind: RuleEvent = LATE, *, customer: Any = None, base: str = "40.00", **fields: Any
) -> CreditEvent:
    """An order of a new customer came three days late, unless said otherwise."""
    number = uuid4().hex[:8]
    currency = fields.pop("currency", "EUR")
    customer = customer or make_wallet("0", currency).customer
    about: dict[str, Any] = {
        "kind": kind,
        "key": f"{kind}:{number}",
        "customer_id": customer.pk,
        "order_reference": number,
        "base": Money(base, currency),
        "happened_at": timezone.now() - timedelta(hours=1),
        "days": 3,
        "item": "Moka pot",
        "url": f"/orders/{number}/",
    }
    return CreditEvent(**{**about, **fields})


def answer(event: CreditEvent, **changes: Any) -> list[CreditRuleIssue]:
    return answer_event(event=event, now=changes.pop("now", timezone.now()))


def outcome_of(event: CreditEvent) -> str:
    """How the one rule that there is answers it: `given 5.00`, or why not."""
    issue = answer(event)[0]
    return f"given {issue.money.amount}" if issue.outcome == "given" else issue.outcome
