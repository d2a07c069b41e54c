"""Credit rules in the admin: read by all roles, decided by finance, with a preview and the history."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from refunds.automation import preview
from refunds.models import CreditRule, CreditRuleTerms
from tests.factories.automation import OUT_OF_STOCK, answer, happened, make_rule, make_rule_terms
from tests.support.staff import ROLES, address, client_of

pytestmark = pytest.mark.django_db
RULES, RULE = "refunds_creditrule_changelist", "refunds_creditrule_change"
TERMS_ADD, TERMS = "refunds_creditruleterms_add", "refunds_creditruleterms_change"
ISSUES, ISSUE = "refunds_creditruleissue_changelist", "refunds_creditruleissue_change"
RULE_FORM = {"name": "Late parcels", "event": "late", "currency": "EUR", "budget": "200"}


def terms_form(rule, **changes):
    soon = timezone.localtime(timezone.now() + timedelta(minutes=1))
    form = {
        "rule": str(rule.pk),
        "starts_at_0": soon.strftime("%Y-%m-%d"),
        "starts_at_1": soon.strftime("%H:%M:%S"),
        "is_on": "on",
        "days": "2",
        "amount": "5",
        "words": "Sorry for the wait.",
    }
    return {**form, **changes}


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_rules_terms_and_answers(role):
    rule = make_rule()
    answer(happened(order_reference="1000042"))
    client = client_of(role)
    assert rule.name in text_of(client.get(address(RULES)))
    assert "Gives credit" in text_of(client.get(address(RULES)))
    assert client.get(address(RULE, rule.pk)).status_code == 200
    assert client.get(address(TERMS, rule.terms.get().pk)).status_code == 200
    assert "1000042" in text_of(client.get(address(ISSUES)))
    page = text_of(client.get(address(ISSUE, rule.issues.get().pk)))
    assert all(words in page for words in ("€5.00", "€40.00", "Moka pot", "Given"))


@pytest.mark.parametrize(
    ("role", "status"), [("", 403), ("Support", 403), ("Operations", 403), ("Finance", 302)]
)
def test_only_finance_makes_rules_and_terms(role, status):
    client = client_of(role)
    assert client.post(address("refunds_creditrule_add"), RULE_FORM).status_code == status
    rule = make_rule()
    assert client.post(address(TERMS_ADD), terms_form(rule)).status_code == status


@pytest.mark.parametrize(("budget", "words"), [("0", "must be more than zero"), ("-1", "below zero")])
def test_a_rule_without_money_to_give_is_refused_in_words(budget, words):
    page = text_of(
        client_of("Finance").post(address("refunds_creditrule_add"), {**RULE_FORM, "budget": budget})
    )
    assert words in page
    assert not CreditRule.objects.exists()


def test_a_new_rule_leads_to_its_terms_and_gives_then():
    client = client_of("Finance")
    made = client.post(address("refunds_creditrule_add"), RULE_FORM)
    rule = CreditRule.objects.get()
    assert made.url == f"{address(TERMS_ADD)}?rule={rule.pk}"
    assert "Late parcels" in text_of(client.get(made.url))
    client.post(address(TERMS_ADD), terms_form(rule, percent="", per_day="50"))
    terms = CreditRuleTerms.objects.get()
    assert (terms.rule, terms.amount, terms.per_day, terms.words) == (rule, 5, 50, "Sorry for the wait.")
    assert terms.created_by.groups.get().name == "Finance"


def test_new_terms_begin_as_the_newest_are():
    rule = make_rule(amount="7", days=4)
    page = text_of(client_of("Finance").get(f"{address(TERMS_ADD)}?rule={rule.pk}"))
    assert 'value="7.00"' in page
    assert 'value="4"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "Write an amount or a percentage"),
        ({"percent": "5"}, "Write an amount or a percentage"),
        ({"amount": "-5"}, "below zero"),
        ({"amount": "0"}, "more than zero"),
        ({"amount": "5.005"}, "at most 2 decimals"),
        ({"most": "1.001"}, "at most 2 decimals"),
        ({"days": "0"}, "Say from how many days on"),
        ({"days": "366"}, "less than or equal to 365"),
        ({"words": ""}, "required"),
        ({"starts_at_0": "2020-01-01"}, "a moment that is past"),
        ({"ends_at_0": "2020-01-01", "ends_at_1": "10:00"}, "The end must be after the beginning"),
    ],
)
def test_terms_that_can_not_be_are_refused_in_words(changes, words):
    rule = make_rule()
    answer = client_of("Finance").post(address(TERMS_ADD), terms_form(rule, **changes))
    assert words in text_of(answer)
    assert rule.terms.count() == 1


def test_a_rule_about_stock_asks_for_no_days():
    rule = make_rule(OUT_OF_STOCK)
    assert client_of("Finance").post(address(TERMS_ADD), terms_form(rule, days="0")).status_code == 302


def test_a_preview_says_what_would_have_been_given_and_saves_nothing(monkeypatch):
    class Told:
        def happened(self, kind, **_about):
            return [happened(happened_at=timezone.now() - timedelta(days=day)) for day in (1, 2, 3)]

    monkeypatch.setattr(preview, "get_events", Told)
    rule = make_rule()
    page = text_of(client_of("Finance").post(address(TERMS_ADD), terms_form(rule, _preview="1", per_day="9")))
    assert "In the last 30 days this rule would have given 3 credits, €15.00 in all." in page
    assert "nothing is saved yet" in page
    assert rule.terms.count() == 1


def test_a_preview_of_nonsense_asks_to_correct_it_first():
    page = text_of(
        client_of("Finance").post(address(TERMS_ADD), terms_form(make_rule(), _preview="1", amount=""))
    )
    assert "Correct what is marked above first" in page


def test_terms_that_hold_are_only_read_and_those_ahead_are_changed():
    rule = make_rule()
    ahead = make_rule_terms(rule, starts_at=timezone.now() + timedelta(days=3))
    client = client_of("Finance")
    held = rule.terms.exclude(pk=ahead.pk).get()
    assert client.post(address(TERMS, held.pk), terms_form(rule, amount="9")).status_code == 403
    assert client.post(address(TERMS, ahead.pk), terms_form(rule, amount="9")).status_code == 302
    assert sorted(rule.terms.values_list("amount", flat=True)) == [5, 9]


def test_the_budget_can_be_raised_and_not_lowered_below_what_is_given():
    rule = make_rule(budget="20")
    answer(happened())
    client = client_of("Finance")
    form = {"name": rule.name, "budget": "4", "terms-TOTAL_FORMS": "0", "terms-INITIAL_FORMS": "0"}
    assert "has given €5.00 already" in text_of(client.post(address(RULE, rule.pk), form))
    assert (
        client.post(address(RULE, rule.pk), {**form, "budget": "5", "event": "price_drop"}).status_code == 302
    )
    now = CreditRule.objects.get()
    assert (now.budget, now.spent, now.event) == (5, 5, "late")


@pytest.mark.parametrize("name", [RULES, "refunds_creditruleterms_changelist", ISSUES])
def test_a_list_asks_as_much_for_three_rows_as_for_one(name):
    client = client_of("Finance")
    make_rule(amount="1", days=3)
    answer(happened())
    client.get(address(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address(name))
    for _ in range(2):
        make_rule(amount="1", days=3)
        answer(happened())
    with CaptureQueriesContext(connection) as three:
        client.get(address(name))
    assert len(three) == len(one)
