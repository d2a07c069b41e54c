"""Many events at the same moment, each on a connection of its own: a budget is never overspent."""

import pytest
from django.db import IntegrityError

from refunds.models import CreditRule, CreditRuleIssue
from tests.factories.automation import PRICE_DROP, answer, happened, make_rule
from tests.factories.refunds import make_paid, refund
from tests.factories.wallets import balances, make_wallet
from tests.support.ledger import fetch
from tests.support.locks import without_row_locks
from tests.support.refunds import everything_agrees
from tests.support.threads import at_once
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)
BUDGET_RULE = "credit_rule_gives_at_most_its_budget"


def outcomes(results):
    found = [type(one).__name__ if isinstance(one, Exception) else one[0].outcome for one in results]
    return {name: found.count(name) for name in sorted(set(found))}


def ask(number, **fields):
    events = [happened(**fields) for _ in range(number)]
    return at_once(*(lambda event=event: answer(event) for event in events))


def spent():
    return CreditRule.objects.get().spent


def test_fifty_events_at_once_never_give_more_than_the_budget():
    make_rule(budget="33")
    assert outcomes(ask(50)) == {"budget": 44, "given": 6}
    assert spent() == 30
    everything_agrees()


def test_without_the_rules_lock_they_give_more(monkeypatch):
    """Without the lock the budget is overspent, once the database's own rule is out of the way as well."""
    make_rule(budget="33")
    without_row_locks(monkeypatch, CreditRule)
    definition = fetch("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", BUDGET_RULE)
    fetch(f"ALTER TABLE refunds_creditrule DROP CONSTRAINT {BUDGET_RULE}")
    try:
        assert outcomes(ask(50))["given"] > 6
        assert spent() > 33
    finally:
        fetch("UPDATE refunds_creditrule SET spent = 0")
        fetch(f"ALTER TABLE refunds_creditrule ADD CONSTRAINT {BUDGET_RULE} {definition[0][0]}")


def test_without_the_lock_the_database_still_keeps_the_budget(monkeypatch):
    make_rule(budget="33")
    without_row_locks(monkeypatch, CreditRule)
    found = ask(20)
    assert all(isinstance(one, list | IntegrityError) for one in found)
    assert spent() == 30
    everything_agrees()


def test_the_limits_of_a_day_and_of_a_customer_hold_at_once():
    make_rule(per_day="20", per_customer="10")
    wallet = make_wallet("0")
    assert outcomes(ask(8, customer=wallet.customer)) == {"customer": 6, "given": 2}
    assert outcomes(ask(8)) == {"day": 6, "given": 2}
    everything_agrees()


def test_one_event_told_twenty_times_at_once_is_credited_once():
    make_rule(amount="5")
    make_rule(amount="8")
    wallet = make_wallet("0")
    event = happened(customer=wallet.customer)
    for found in at_once(lambda: answer(event), times=20):
        assert sorted(issue.outcome for issue in found) == ["already", "given"]
    assert balances(wallet) == ("8.00", "0.00")
    assert (CreditRuleIssue.objects.count(), JournalEntry.objects.filter(kind="credit_given").count()) == (
        2,
        1,
    )
    everything_agrees()


def test_a_refund_and_a_credit_at_once_never_deadlock():
    make_rule(PRICE_DROP, percent="50", budget="1000")
    wallet, payment = make_paid(wallet="20.00", reward="10.00")
    events = [
        happened(PRICE_DROP, customer=wallet.customer, order_reference=payment.order_reference, days=1)
        for _ in range(6)
    ]
    results = at_once(
        *(lambda event=event: answer(event) for event in events),
        *(lambda: refund(payment, "2.00") for _ in range(6)),
    )
    assert [one for one in results if isinstance(one, Exception)] == []
    everything_agrees()
