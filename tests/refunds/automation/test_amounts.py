from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from djmoney.money import Money

from refunds.automation.amounts import Used, concerns, in_words, obstacle, wanted
from refunds.automation.enums import RuleEvent
from refunds.automation.events import CreditEvent
from refunds.models import CreditRuleTerms

NOW = timezone.now()


def terms(**fields):
    return CreditRuleTerms(**{"starts_at": NOW - timedelta(days=9), "is_on": True, "days": 2, **fields})


def event(kind=RuleEvent.LATE, **fields):
    about = {"key": "k", "customer_id": 1, "order_reference": "1000042", "base": Money("40", "EUR")}
    return CreditEvent(kind=kind, **{**about, "happened_at": NOW, "days": 3, "item": "Tea", **fields})


@pytest.mark.parametrize(
    ("fields", "base", "given"),
    [
        ({"amount": Decimal(5)}, Money("40", "EUR"), "5.00"),
        ({"amount": Decimal(5)}, Money("0", "EUR"), "5.00"),
        ({"percent": Decimal(10)}, Money("40", "EUR"), "4.00"),
        ({"percent": Decimal("33.33")}, Money("0.10", "EUR"), "0.03"),
        ({"percent": Decimal(100), "most": Decimal(7)}, Money("40", "EUR"), "7.00"),
        ({"amount": Decimal(9), "most": Decimal(7)}, Money("40", "EUR"), "7.00"),
        ({"percent": Decimal(10)}, Money("1999", "JPY"), "199"),
        ({"percent": Decimal(10)}, Money("1.999", "KWD"), "0.199"),
        ({"percent": Decimal(1)}, Money("0.50", "EUR"), "0.00"),
    ],
)
def test_a_rule_gives_its_amount_or_its_part_of_the_base_rounded_down(fields, base, given):
    assert str(wanted(terms(**fields), base).amount) == given


@pytest.mark.parametrize(
    ("kind", "days", "about"),
    [
        (RuleEvent.LATE, 1, False),
        (RuleEvent.LATE, 2, True),
        (RuleEvent.LATE, 30, True),
        (RuleEvent.PRICE_DROP, 2, True),
        (RuleEvent.PRICE_DROP, 3, False),
        (RuleEvent.OUT_OF_STOCK, 0, True),
    ],
)
def test_days_mean_how_late_or_how_long_ago(kind, days, about):
    assert concerns(terms(), event(kind, days=days)) is about


def test_an_order_that_came_in_time_is_never_late():
    assert not concerns(terms(days=0), event(days=0))


@pytest.mark.parametrize(
    "fields",
    [
        {"is_on": False},
        {"starts_at": NOW + timedelta(seconds=1)},
        {"ends_at": NOW},
        {"ends_at": NOW - timedelta(days=1)},
    ],
)
def test_terms_that_rest_or_do_not_hold_are_about_nothing(fields):
    assert not concerns(terms(**fields), event())


def used(in_all="0", that_day="0", to_customer="0"):
    return Used(*(Money(amount, "EUR") for amount in (in_all, that_day, to_customer)))


@pytest.mark.parametrize(
    ("amount", "before", "why"),
    [
        ("5", used(), None),
        ("0", used(), "nothing"),
        ("5", used(in_all="45"), None),
        ("5", used(in_all="45.01"), "budget"),
        ("5", used(that_day="15"), None),
        ("5", used(that_day="15.01"), "day"),
        ("5", used(to_customer="5"), None),
        ("5", used(to_customer="5.01"), "customer"),
    ],
)
def test_a_rule_gives_all_or_nothing_within_its_limits(amount, before, why):
    limits = terms(per_day=Decimal(20), per_customer=Decimal(10))
    assert obstacle(limits, Money(amount, "EUR"), before, Money("50", "EUR")) == why


def test_the_words_are_filled_in_and_nothing_else_is():
    words = "{item} of order {order} came {days} days late. {customer} 100% {0}"
    assert in_words(words, event()) == "Tea of order 1000042 came 3 days late. {customer} 100% {0}"
