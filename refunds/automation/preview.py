"""What a rule would have given for what has happened. Moves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.utils.timezone import localdate
from djmoney.money import Money

from refunds.automation.amounts import Used, concerns, obstacle, wanted
from refunds.automation.enums import IssueOutcome, RuleEvent
from refunds.automation.events import CreditEvent
from refunds.automation.ports import get_events
from refunds.models import CreditRuleTerms
from wallet_project.core.money import zero

PREVIEWED: Final = timedelta(days=30)
MOST_EVENTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class RulePreview:
    """How many credits of how much in sum, and how many it would have refused, by reason.

    `is_partial`: there were more events than are counted here.
    """

    given: int
    total: Money
    refused: tuple[tuple[IssueOutcome, int], ...]
    is_partial: bool = False


def preview_terms(terms: CreditRuleTerms, *, now: datetime) -> RulePreview:
    """What these terms, stored or not, would have given within the last 30 days, had they held all the
    time, with the rule's whole budget. Refunds made since are not counted off."""
    kind = RuleEvent(terms.rule.event)
    happened = get_events().happened(kind, since=now - PREVIEWED, until=now, window_days=terms.days)
    events = list(islice(happened, MOST_EVENTS + 1))
    held = CreditRuleTerms(**_sums(terms), starts_at=now - PREVIEWED, is_on=True, rule=terms.rule)
    return _tally(held, events[:MOST_EVENTS], is_partial=len(events) > MOST_EVENTS)


def _sums(terms: CreditRuleTerms) -> dict[str, object]:
    names = ("days", "amount", "percent", "most", "per_day", "per_customer")
    return {name: getattr(terms, name) for name in names}


def _tally(terms: CreditRuleTerms, events: Iterable[CreditEvent], *, is_partial: bool) -> RulePreview:
    rule = terms.rule
    nothing = zero(rule.currency)
    in_all, days, customers = nothing, dict[object, Money](), dict[int, Money]()
    given, refused = 0, Counter[IssueOutcome]()
    for event in events:
        if str(event.base.currency) != rule.currency or not concerns(terms, event):
            continue
        amount, day = wanted(terms, event.base), localdate(event.happened_at)
        used = Used(in_all, days.get(day, nothing), customers.get(event.customer_id, nothing))
        why = obstacle(terms, amount, used, rule.money(rule.budget))
        if why is not None:
            refused[why] += 1
            continue
        given += 1
        in_all += amount
        days[day] = used.that_day + amount
        customers[event.customer_id] = used.to_customer + amount
    return RulePreview(given, in_all, tuple(sorted(refused.items())), is_partial)
