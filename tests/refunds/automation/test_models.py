"""What the database refuses of credit rules, by name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from refunds.models import CreditRule, CreditRuleIssue, CreditRuleTerms
from tests.factories.automation import answer, happened, make_rule, make_rule_terms

pytestmark = pytest.mark.django_db


def refused_by(change, **fields):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change(**fields)
    return refused.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"event": "whim"}, "credit_rule_event_is_known"),
        ({"budget": 0}, "credit_rule_gives_at_most_its_budget"),
        ({"spent": -1}, "credit_rule_gives_at_most_its_budget"),
        ({"spent": "100.001"}, "credit_rule_gives_at_most_its_budget"),
    ],
)
def test_a_rule_is_sane(fields, constraint):
    make_rule()
    assert refused_by(CreditRule.objects.update, **fields) == constraint


def test_a_rule_has_its_own_name():
    make_rule()
    rule = make_rule()
    assert refused_by(CreditRule.objects.update, name=rule.name) == "credit_rule_has_its_own_name"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": "5", "percent": "5"}, "credit_rule_gives_an_amount_or_a_percentage"),
        ({"amount": None}, "credit_rule_gives_an_amount_or_a_percentage"),
        ({"amount": "-5"}, "credit_rule_gives_an_amount_or_a_percentage"),
        ({"amount": None, "percent": "101"}, "credit_rule_gives_an_amount_or_a_percentage"),
        ({"most": 0}, "credit_rule_limits_are_positive"),
        ({"per_day": 0}, "credit_rule_limits_are_positive"),
        ({"per_customer": -1}, "credit_rule_limits_are_positive"),
        ({"ends_at": timezone.now() - timedelta(days=200)}, "credit_rule_ends_after_it_starts"),
        ({"days": 366}, "credit_rule_looks_back_a_year_at_most"),
        ({"words": ""}, "credit_rule_says_why"),
    ],
)
def test_terms_are_sane(fields, constraint):
    rule = make_rule()
    starts_at = timezone.now() - timedelta(days=50)
    arguments = {"amount": "5", "percent": None, **fields}
    assert (
        refused_by(lambda **more: make_rule_terms(rule, starts_at=starts_at, **more), **arguments)
        == constraint
    )


def test_a_rule_has_one_terms_at_a_time():
    rule = make_rule()
    assert refused_by(lambda: make_rule_terms(rule)) == "credit_rule_has_one_terms_at_a_time"


def test_terms_that_hold_are_never_changed_and_those_ahead_may_be():
    rule = make_rule()
    tomorrow = timezone.now() + timedelta(days=1)
    ahead = make_rule_terms(rule, starts_at=tomorrow)
    held = CreditRuleTerms.objects.filter(starts_at__lt=tomorrow)
    assert refused_by(held.update, amount="6") == "terms_in_force_are_never_changed"
    assert refused_by(held.delete) == "terms_in_force_are_never_changed"
    CreditRuleTerms.objects.filter(pk=ahead.pk).update(amount="6")
    ahead.delete()
    assert rule.terms.count() == 1


def test_an_answer_is_never_changed():
    make_rule()
    answer(happened())
    assert refused_by(CreditRuleIssue.objects.update, amount=6) == "issue_is_never_changed"
    assert refused_by(CreditRuleIssue.objects.all().delete) == "issue_is_never_changed"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"outcome": "whim", "entry_id": None, "amount": 0}, "issue_outcome_is_known"),
        ({"outcome": "budget", "amount": 0}, "given_credit_has_its_entry"),
        ({"entry_id": None}, "given_credit_has_its_entry"),
        ({"amount": 0}, "given_credit_has_its_entry"),
        (
            {"base_currency": "USD", "outcome": "day", "entry_id": None, "amount": 0},
            "issue_is_in_one_currency",
        ),
        ({"outcome": "day", "entry_id": None, "amount": 0}, "credit_rule_answers_an_event_once"),
    ],
)
def test_answers_are_sane(fields, constraint):
    make_rule()
    (issue,) = answer(happened())
    copy = CreditRuleIssue.objects.get(pk=issue.pk)
    copy.pk = None
    for name, value in fields.items():
        setattr(copy, name, value)
    assert refused_by(copy.save, force_insert=True) == constraint


def test_an_event_is_credited_once_whatever_the_rule():
    rule, other = make_rule(), make_rule()
    wanted = happened(days=3)
    given = next(issue for issue in answer(wanted) if issue.outcome == "given")
    copy = CreditRuleIssue.objects.get(pk=given.pk)
    third = make_rule()
    copy.pk, copy.rule, copy.terms = None, third, third.terms.get()
    assert {rule, other} >= {given.rule}
    assert refused_by(copy.save, force_insert=True) in (
        "event_is_credited_once",
        "refunds_creditruleissue_entry_id_key",
    )
