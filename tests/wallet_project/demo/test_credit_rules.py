"""The demo's credit rules, and the customer to whom one gave, loaded twice, are there once."""

import pytest
from djmoney.money import Money

from refunds.models import CreditRule, CreditRuleIssue
from tests.factories.checkout import make_saved_card
from tests.factories.wallets import balances, make_staff, make_wallet
from wallet_project.demo.credit_rules import let_a_rule_give, load_credit_rules
from wallet_project.storefront.catalog import load_catalog


@pytest.mark.django_db(transaction=True)
def test_a_rule_of_the_demo_gives_once(fake):
    load_catalog()
    admin, wallet = make_staff(), make_wallet("0")
    make_saved_card(wallet, fake)
    for _time in range(2):
        load_credit_rules(admin)
        let_a_rule_give(wallet.customer)
    assert CreditRule.objects.count() == 3
    issue = CreditRuleIssue.objects.get()
    assert (issue.rule.name, issue.outcome) == ("Sold out after paying", "given")
    assert issue.money > Money("0", "EUR")
    assert balances(wallet)[0] == str(issue.money.amount)
