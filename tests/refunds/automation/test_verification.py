"""Each check finds what it is there to find; rows are changed behind the application to show it."""

import pytest

from refunds.models import CreditRule, CreditRuleIssue, CreditRuleTerms
from tests.factories.automation import answer, happened, make_rule
from tests.factories.wallets import make_wallet
from tests.support.ledger import behind_the_triggers
from tests.support.refunds import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    make_rule(per_day="20", per_customer="20")
    wallet = make_wallet("0")
    return [answer(happened(customer=wallet.customer))[0] for _ in range(2)]


def test_what_the_service_wrote_is_in_order(given):
    assert found() == []


def test_an_answer_that_says_another_amount_than_its_entry_shows(given):
    with behind_the_triggers():
        CreditRuleIssue.objects.filter(pk=given[0].pk).update(amount=6)
        CreditRule.objects.update(spent=11)
    assert found() == ["credit of rules has its entry"]


def test_an_entry_without_an_answer_shows(given):
    with behind_the_triggers():
        CreditRuleIssue.objects.filter(pk=given[0].pk).delete()
        CreditRule.objects.update(spent=5)
    assert found() == ["credit entries have their rule"]


def test_a_rule_that_says_another_sum_than_it_gave_shows(given):
    with behind_the_triggers():
        CreditRule.objects.update(spent=4)
    assert found() == ["credit rules gave what they say"]


@pytest.mark.parametrize(
    ("field", "check"),
    [
        ("per_day", "credit rules keep within a day's limit"),
        ("per_customer", "credit rules keep within a customer's limit"),
    ],
)
def test_a_limit_that_was_passed_shows(given, field, check):
    with behind_the_triggers():
        CreditRuleTerms.objects.update(**{field: 9})
    assert found() == [check]
