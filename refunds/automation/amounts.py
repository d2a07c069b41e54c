"""How much a rule would give for an event, and what stands in the way. Pure: asks no row and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from djmoney.money import Money

from refunds.automation.enums import IssueOutcome, RuleEvent
from refunds.automation.events import CreditEvent
from refunds.models import CreditRuleTerms
from refunds.terms import in_currency
from rewards.caps import percent_of
from wallet_project.core.money import smallest


@dataclass(frozen=True, slots=True)
class Used:
    """What a rule has given before: in all, on that day, to that customer."""

    in_all: Money
    that_day: Money
    to_customer: Money


def concerns(terms: CreditRuleTerms, event: CreditEvent) -> bool:
    """Whether the event is one that these terms are about: late enough, or bought lately enough."""
    if not terms.is_on or terms.starts_at > event.happened_at:
        return False
    if terms.ends_at is not None and event.happened_at >= terms.ends_at:
        return False
    if event.kind == RuleEvent.LATE:
        return event.days >= max(terms.days, 1)
    return event.kind != RuleEvent.PRICE_DROP or event.days <= terms.days


def wanted(terms: CreditRuleTerms, base: Money) -> Money:
    """What the terms give for this base, before the limits in sum. Rounded down to the currency's unit."""
    currency = str(base.currency)
    if terms.amount is not None:
        amount = in_currency(terms.amount, currency)
    else:
        assert terms.percent is not None
        amount = percent_of(base, Decimal(terms.percent))
    return amount if terms.most is None else smallest(amount, in_currency(terms.most, currency))


def obstacle(terms: CreditRuleTerms, amount: Money, used: Used, budget: Money) -> IssueOutcome | None:
    """Why `amount` can't be given after what was `used`; None if it can. A rule gives all or nothing."""
    if not amount.amount:
        return IssueOutcome.NOTHING
    if used.in_all + amount > budget:
        return IssueOutcome.BUDGET
    if _exceeds(terms.per_day, used.that_day + amount):
        return IssueOutcome.DAY
    if _exceeds(terms.per_customer, used.to_customer + amount):
        return IssueOutcome.CUSTOMER
    return None


def _exceeds(limit: Decimal | None, amount: Money) -> bool:
    return limit is not None and amount.amount > limit


def in_words(words: str, event: CreditEvent) -> str:
    """What the customer reads, with what is known of the event filled in."""
    facts = {"{order}": event.order_reference, "{item}": event.item, "{days}": str(event.days)}
    for name, fact in facts.items():
        words = words.replace(name, fact)
    return words[:500]
