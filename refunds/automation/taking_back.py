"""Credit that rules gave for an order goes with what of the order is refunded, unless a rule keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.automation.amounts import wanted
from refunds.automation.enums import IssueOutcome, RuleEvent
from refunds.enums import RefundStatus
from refunds.models import CreditRuleIssue, Refund, RefundLine, TakenCredit
from wallet_project.checkout.models import Payment
from wallet_project.core.money import smallest, split_money, zero
from wallets.services import take_back_store_credit


@dataclass(frozen=True, slots=True)
class Due:
    """So much of a credit is not the customer's any more."""

    issue: CreditRuleIssue
    amount: Money


def take_credits_back(refund: Refund, payment: Payment) -> list[TakenCredit]:
    """Take back what rules would not have given without what is refunded now, as far as it is in the
    wallet; the rest is a recorded shortfall. The customer is told.

    Under the payment's lock, once the refund is noted on the payment. Safe to repeat: what was taken
    before is not taken again, and a refund that is reversed gives no credit back.
    """
    left = payment.captured_money - payment.refunded_money
    return [_take(refund, due) for due in credits_due(payment, left=left, returned=_returned(payment))]


def credits_due(payment: Payment, *, left: Money, returned: Mapping[str, int]) -> list[Due]:
    """What of the credit for this order goes if so much of the payment is left, and so many of each line
    were returned. A rule gives for what is left by the same calculation as before."""
    if payment.is_external:
        return []
    issues = CreditRuleIssue.objects.filter(
        customer_id=payment.customer_id,
        order_reference=payment.order_reference,
        outcome=IssueOutcome.GIVEN,
        terms__kept_on_return=False,
    ).exclude(rule__event=RuleEvent.OUT_OF_STOCK)
    found = issues.select_related("rule", "terms", "customer").prefetch_related("taken_back").order_by("id")
    dues = (Due(issue, _due(issue, left, returned)) for issue in found)
    return [due for due in dues if due.amount.amount > 0]


def credit_due_after(payment: Payment, *, amount: Money, pieces: Mapping[str, int]) -> Money:
    """How much credit a refund of `amount`, and of so many of each line, would take back."""
    returned = _returned(payment)
    for line, quantity in pieces.items():
        returned[line] = returned.get(line, 0) + quantity
    left = payment.captured_money - payment.refunded_money - amount
    dues = credits_due(payment, left=left, returned=returned)
    return sum((due.amount for due in dues), zero(payment.currency))


def _due(issue: CreditRuleIssue, left: Money, returned: Mapping[str, int]) -> Money:
    kept = _kept(issue, left, returned)
    still = smallest(issue.money, wanted(issue.terms, kept)) if kept.amount else zero(issue.rule.currency)
    before = sum((one.money for one in issue.taken_back.all()), zero(issue.rule.currency))
    return issue.money - still - before


def _kept(issue: CreditRuleIssue, left: Money, returned: Mapping[str, int]) -> Money:
    """What of the base of a credit the customer still has."""
    base = smallest(issue.base_money, left)
    if not issue.line or not left.amount:
        return base
    kept = min(max(issue.bought - returned.get(issue.line, 0), 0), issue.quantity)
    return split_money(issue.base_money, [kept, issue.quantity - kept])[0]


def _returned(payment: Payment) -> dict[str, int]:
    """By line: how many were refunded, with what refunds that wait will give back left out."""
    lines = RefundLine.objects.filter(refund__payment=payment, refund__issued_at__isnull=False)
    lines = lines.exclude(refund__status=RefundStatus.REVERSED)
    sums = lines.order_by().values("reference").annotate(number=Sum("quantity"))
    return {row["reference"]: row["number"] for row in sums}


def _take(refund: Refund, due: Due) -> TakenCredit:
    with translation.override(refund.customer.locale or None):
        note = _("You got it for order #%(order)s, which was refunded.") % {
            "order": due.issue.order_reference
        }
    taken, entry_id = take_back_store_credit(
        customer_id=refund.customer_id,
        amount=due.amount,
        key=f"{due.issue.pk}:{refund.pk}",
        order_reference=due.issue.order_reference,
        note=note,
    )
    return TakenCredit.objects.create(
        issue=due.issue,
        refund=refund,
        amount=due.amount,
        taken=taken,
        shortfall=due.amount - taken,
        entry_id=entry_id,
    )
