"""Giving credit by the store's rules. Other apps import from here and nowhere deeper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from djmoney.money import Money

from refunds.automation.amounts import in_words, obstacle, wanted
from refunds.automation.enums import IssueOutcome, RuleEvent
from refunds.automation.events import CreditEvent
from refunds.automation.queries import longest_window, terms_for, used_of
from refunds.automation.returned import is_gone, less_refunded
from refunds.locks import lock_credit_rules
from refunds.models import CreditRule, CreditRuleIssue, CreditRuleTerms
from wallet_project.checkout.enums import PAYMENT_CAPTURED
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment
from wallet_project.core.money import zero
from wallets.locks import lock_wallet
from wallets.models import Wallet
from wallets.services import give_store_credit, open_wallet

__all__ = ["CreditEvent", "RuleEvent", "answer_event", "longest_window"]


def answer_event(*, event: CreditEvent, now: datetime) -> list[CreditRuleIssue]:
    """Let each rule that is about this event answer it, once: give its credit, or write down why not.

    Of several rules the one that gives most gives. The terms are those that held when it happened.
    Answers with all that the rules have answered, empty where none is about it. Safe to repeat,
    also at once: an event is credited once at most.
    """
    found = {terms.rule_id: terms for terms in terms_for(event)}
    if not found:
        return []
    with transaction.atomic():
        payment = _lock_payment(event)
        wallet = lock_wallet(open_wallet(customer_id=event.customer_id, currency=_currency(event)).pk)
        rules = lock_credit_rules(found)
        answered = list(CreditRuleIssue.objects.filter(event=event.key))
        done = {issue.rule_id for issue in answered}
        kept = less_refunded(event, payment)
        waiting = [terms for terms in found.values() if terms.rule_id not in done]
        for terms in sorted(waiting, key=lambda terms: -wanted(terms, kept.base).amount):
            terms.rule = rules[terms.rule_id]
            gone = is_gone(event, kept)
            asked = Asked(kept, event.quantity, terms, wallet, now, is_refunded=gone)
            answered.append(_answer(asked, answered))
        return answered


def _currency(event: CreditEvent) -> str:
    return str(event.base.currency)


def _lock_payment(event: CreditEvent) -> Payment | None:
    """The captured payment of the order, so that nothing is refunded meanwhile; None where there is none."""
    paid = Payment.objects.filter(
        customer_id=event.customer_id,
        order_reference=event.order_reference,
        is_external=False,
        status__in=PAYMENT_CAPTURED,
    )
    return next((lock_payment(pk) for pk in paid.values_list("pk", flat=True)), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule asked about one event, with all that the answer depends on locked; `bought` is how many
    of its line there were before any was returned."""

    event: CreditEvent
    bought: int
    terms: CreditRuleTerms
    wallet: Wallet
    now: datetime
    is_refunded: bool

    @property
    def amount(self) -> Money:
        return wanted(self.terms, self.event.base)

    @property
    def day(self) -> date:
        return localdate(self.now)


def _answer(asked: Asked, earlier: list[CreditRuleIssue]) -> CreditRuleIssue:
    event, rule = asked.event, asked.terms.rule
    issue = CreditRuleIssue(
        rule=rule,
        terms=asked.terms,
        event=event.key,
        customer_id=event.customer_id,
        order_reference=event.order_reference,
        item=event.item[:200],
        line=event.line[:100],
        quantity=event.quantity,
        bought=asked.bought,
        happened_at=event.happened_at,
        base=event.base,
        amount=zero(rule.currency),
        outcome=_obstacle(asked, earlier) or IssueOutcome.GIVEN,
        day=asked.day,
    )
    if issue.outcome == IssueOutcome.GIVEN:
        _give(issue, asked)
    issue.save(force_insert=True)
    return issue


def _obstacle(asked: Asked, earlier: list[CreditRuleIssue]) -> IssueOutcome | None:
    if any(issue.outcome == IssueOutcome.GIVEN for issue in earlier):
        return IssueOutcome.ALREADY
    if asked.is_refunded:
        return IssueOutcome.REFUNDED
    if not asked.wallet.is_open:
        return IssueOutcome.FROZEN
    rule = asked.terms.rule
    used = used_of(rule, day=asked.day, customer_id=asked.event.customer_id)
    return obstacle(asked.terms, asked.amount, used, rule.money(rule.budget))


def _give(issue: CreditRuleIssue, asked: Asked) -> None:
    rule, event = issue.rule, asked.event
    posted = give_store_credit(
        customer_id=event.customer_id,
        amount=asked.amount,
        key=f"{rule.pk}:{event.key}",
        order_reference=event.order_reference,
        note=in_words(asked.terms.words, event),
        url=event.url,
    )
    issue.amount, issue.entry_id = asked.amount, posted.entry_id
    CreditRule.objects.filter(pk=rule.pk).update(spent=F("spent") + asked.amount.amount)
