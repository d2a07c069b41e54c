from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from refunds.models import CreditRule, CreditRuleIssue
from refunds.ports import OrderLine
from refunds.services import LineWanted
from tests.factories.automation import (
    LATE,
    OUT_OF_STOCK,
    PRICE_DROP,
    answer,
    happened,
    make_rule,
    make_rule_terms,
    outcome_of,
)
from tests.factories.checkout import booked
from tests.factories.refunds import make_paid, refund
from tests.factories.returns import ask, make_bought
from tests.factories.wallets import balances, make_wallet
from tests.support.refunds import everything_agrees
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry
from wallets.models import Wallet
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db(transaction=True)


def spent(rule):
    return str(CreditRule.objects.get(pk=rule.pk).spent)


def test_a_late_order_is_credited_once_with_the_rules_words():
    rule, wallet = make_rule(), make_wallet("0")
    event = happened(customer=wallet.customer, order_reference="1000042")
    for _ in range(3):
        (issue,) = answer(event)
        assert (issue.outcome, issue.money) == ("given", Money("5.00", "EUR"))
    assert balances(wallet) == ("5.00", "0.00")
    assert booked(chart.STORE_CREDIT_GRANTED) == -500
    assert spent(rule) == "5.000"
    entry = JournalEntry.objects.get(kind="credit_given")
    assert (entry.pk, entry.reference) == (issue.entry_id, "1000042")
    assert entry.description == "Sorry that order 1000042 was 3 days late."
    message = OutboxMessage.objects.get(kind="credited_by_store")
    assert message.context["note"] == entry.description
    assert (details_of(message)["amount"], message.context["url"]) == ("€5.00", event.url)
    everything_agrees()


def test_the_answer_says_under_which_terms_and_for_what():
    rule = make_rule(percent="10", most="3")
    event = happened()
    answer(event)
    issue = CreditRuleIssue.objects.get()
    assert (issue.rule, issue.terms, issue.event) == (rule, rule.terms.get(), event.key)
    assert (issue.base, issue.amount) == (Money("40", "EUR"), Money("3", "EUR"))
    assert (issue.customer_id, issue.happened_at) == (event.customer_id, event.happened_at)


def test_an_event_that_no_rule_is_about_leaves_no_trace():
    make_rule(days=4)
    make_rule(PRICE_DROP)
    make_rule(currency="USD")
    assert answer(happened(days=3)) == []
    assert not CreditRuleIssue.objects.exists()


@pytest.mark.parametrize(
    ("limits", "given", "outcomes"),
    [
        ({"budget": "11"}, 2, ["given", "given", "budget"]),
        ({"per_day": "10"}, 2, ["given", "given", "day"]),
        ({"per_customer": "9"}, 1, ["given", "customer", "customer"]),
    ],
)
def test_a_rule_stops_at_its_limits_and_says_which(limits, given, outcomes):
    rule, wallet = make_rule(**limits), make_wallet("0")
    found = [answer(happened(customer=wallet.customer))[0].outcome for _ in range(3)]
    assert found == outcomes
    assert balances(wallet)[0] == f"{given * 5}.00"
    assert spent(rule) == f"{given * 5}.000"
    everything_agrees()


def test_the_limit_of_a_day_is_fresh_on_the_next():
    make_rule(per_day="5")
    assert [outcome_of(happened()) for _ in range(2)] == ["given 5.00", "day"]
    tomorrow = timezone.now() + timedelta(days=1)
    assert answer(happened(), now=tomorrow)[0].outcome == "given"


def test_a_smaller_credit_may_fit_where_a_larger_one_did_not():
    make_rule(budget="6", percent="10")
    assert outcome_of(happened(base="70.00")) == "budget"
    assert outcome_of(happened(base="50.00")) == "given 5.00"


@pytest.mark.parametrize("status", ["frozen", "closed"])
def test_a_wallet_that_is_not_open_gets_nothing(status):
    rule, wallet = make_rule(), make_wallet("0")
    Wallet.objects.filter(pk=wallet.pk).update(status=status)
    assert outcome_of(happened(customer=wallet.customer)) == "frozen"
    assert (balances(wallet), spent(rule)) == (("0.00", "0.00"), "0.000")


def test_what_was_refused_stays_refused():
    make_rule()
    wallet = make_wallet("0")
    event = happened(customer=wallet.customer)
    freeze_wallet(wallet_id=wallet.pk, reason="x")
    assert outcome_of(event) == "frozen"
    Wallet.objects.filter(pk=wallet.pk).update(status="open")
    assert outcome_of(event) == "frozen"
    assert balances(wallet) == ("0.00", "0.00")


def test_of_two_rules_the_one_that_gives_more_gives():
    wallet = make_wallet("0")
    small, large = make_rule(amount="5"), make_rule(amount="8", days=2)
    event = happened(customer=wallet.customer)
    found = {issue.rule: issue.outcome for issue in answer(event)}
    assert found == {large: "given", small: "already"}
    answer(event)
    assert balances(wallet) == ("8.00", "0.00")


def test_the_second_rule_gives_where_the_first_has_nothing_left():
    small, large = make_rule(amount="5"), make_rule(amount="8", budget="7")
    found = {issue.rule: issue.outcome for issue in answer(happened())}
    assert found == {large: "budget", small: "given"}


def test_the_terms_of_the_moment_when_it_happened_decide():
    rule = make_rule(amount="5")
    make_rule_terms(rule, starts_at=timezone.now() - timedelta(days=2), amount="7")
    make_rule_terms(rule, starts_at=timezone.now() - timedelta(days=1), amount="9", is_on=False)
    before = happened(happened_at=timezone.now() - timedelta(days=3))
    between = happened(happened_at=timezone.now() - timedelta(days=1, hours=1))
    assert [outcome_of(before), outcome_of(between)] == ["given 5.00", "given 7.00"]
    assert answer(happened()) == []


def paid_for(wallet, payment, **fields):
    about = {"customer": wallet.customer, "order_reference": payment.order_reference}
    return happened(**{**about, "base": "20.00", **fields})


def test_an_order_that_was_refunded_is_not_credited():
    make_rule()
    wallet, payment = make_paid(wallet="20.00")
    refund(payment, "20.00")
    assert outcome_of(paid_for(wallet, payment)) == "refunded"
    assert balances(wallet)[0] == "20.00"


def test_of_an_order_refunded_in_part_the_rest_counts():
    make_rule(percent="10")
    wallet, payment = make_paid(wallet="20.00")
    refund(payment, "5.00")
    assert outcome_of(paid_for(wallet, payment)) == "given 1.50"


@pytest.mark.parametrize(("returned", "outcome"), [(1, "given 4.00"), (2, "refunded")])
def test_goods_that_went_back_are_not_credited_for_their_price(order_lines, returned, outcome):
    make_rule(PRICE_DROP, percent="100")
    wallet, payment = make_paid(wallet="20.00")
    order_lines.orders[payment.order_reference] = [
        OrderLine("7", "Tea", 2, Money("16.00", "EUR")),
        OrderLine("8", "Cup", 1, Money("4.00", "EUR")),
    ]
    refund(payment, lines=[LineWanted("7", returned)])
    event = paid_for(wallet, payment, kind=PRICE_DROP, base="8.00", days=1, line="7", quantity=2)
    assert outcome_of(event) == outcome


def test_what_can_not_be_delivered_is_credited_though_it_is_refunded():
    make_rule(OUT_OF_STOCK, percent="10")
    wallet, payment = make_paid(wallet="20.00")
    refund(payment, "20.00")
    event = paid_for(wallet, payment, kind=OUT_OF_STOCK, line="7", quantity=1)
    assert outcome_of(event) == "given 2.00"


def test_a_fixed_amount_is_given_for_an_order_that_cost_nothing():
    make_rule(LATE)
    assert outcome_of(happened(base="0.00")) == "given 5.00"


def test_the_same_event_under_another_key_is_another_event():
    make_rule()
    event = happened()
    assert [outcome_of(event), outcome_of(replace(event, key="late:other"))] == ["given 5.00"] * 2


def test_goods_on_their_way_back_are_not_credited_for_their_price():
    make_rule(PRICE_DROP, percent="100")
    wallet, payment = make_bought()
    ask(payment, ("tea", 1))
    event = paid_for(wallet, payment, kind=PRICE_DROP, base="8.00", days=1, line="tea", quantity=2)
    assert outcome_of(event) == "given 4.00"
