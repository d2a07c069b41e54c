"""Staff plan rules with a preview; contradictions are said in words; what holds is not rewritten."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from rewards.models import EarningMultiplier, EarningRule, RewardProgramSettings, Tier
from tests.factories.earning import make_rule, make_tiers
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db

ADD = "/admin/rewards/earningrule/add/"


@pytest.fixture
def finance(db: Any) -> Any:
    return client_of("Finance")


def form(**fields: Any) -> dict[str, Any]:
    """What staff type for one point for each whole euro, from tomorrow on."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    return {
        "name": "A point a euro",
        "activity": "purchase",
        "unit": "PTS",
        "currency": "EUR",
        "kind": "per_spent",
        "amount": "1",
        "per_amount": "1.00",
        "unrewarded_only": "on",
        "with_coupon": "on",
        "tier_counts": "on",
        "stacking": "adds",
        "priority": "100",
        "starts_at_0": f"{tomorrow:%Y-%m-%d}",
        "starts_at_1": "00:00:00",
        "multipliers-TOTAL_FORMS": "0",
        "multipliers-INITIAL_FORMS": "0",
    } | fields


def multiplier(**fields: Any) -> dict[str, Any]:
    named = {"name": "Coffee twice", "factor": "2", "products": "", "categories": "coffee"} | fields
    return {f"multipliers-0-{name}": value for name, value in named.items()} | {
        "multipliers-TOTAL_FORMS": "1"
    }


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_rule_is_added_with_its_multiplier(finance):
    response = finance.post(ADD, form(**multiplier()))
    assert response.status_code == 302
    rule = EarningRule.objects.get()
    assert (rule.amount, rule.per_amount, rule.created_by.is_staff) == (1, 1, True)
    assert list(rule.multipliers.values_list("factor", "categories")) == [(Decimal(2), ["coffee"])]


def test_a_preview_says_what_orders_would_earn_and_saves_nothing(finance):
    page = text_of(finance.post(ADD, form(**multiplier(), _preview="1")))
    assert "an order of €80.00 80 points" in page
    assert "an order of €80.00, €20.00 of it paid with reward money 60 points" in page
    assert "an order of €80.00, with “Coffee twice” 160 points" in page
    assert "nothing is saved yet" in page
    assert not EarningRule.objects.exists()


def test_a_preview_of_a_contradiction_says_it(finance):
    page = text_of(finance.post(ADD, form(per_amount="", _preview="1")))
    assert "This way of giving needs it." in page
    assert "Correct what is marked above first" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": ""}, "This way of giving needs it."),
        ({"percent": "5"}, "This way of giving has no use for it: leave it empty."),
        ({"amount": "1.5"}, "PTS amounts have at most 0 decimals."),
        ({"per_amount": "0.005"}, "EUR amounts have at most 2 decimals."),
        ({"amount": "-1"}, "The amount must be more than zero."),
        ({"currency": ""}, "Amounts of orders need a currency."),
        ({"unit": "INR"}, "Reward money is earned in the currency of the order: choose the same."),
        (
            {"kind": "percent", "amount": "", "per_amount": "", "percent": "5"},
            "A percentage gives reward money",
        ),
        ({"activity": "review"}, "Only purchases spend something: for this, give a fixed amount."),
        ({"most_per_order": "50", "most_per_day": "20"}, "This is more than the most of a day"),
        ({"most_per_day": "50", "most_per_customer": "20"}, "This is more than the most in all"),
        ({"ends_at_0": "2020-01-01", "ends_at_1": "00:00:00"}, "The rule must end after it begins."),
        ({"excluded_products": "a b"}, "“a b” is no reference of the shop."),
        ({"valid_days": "9999"}, "Write a number of days from 1 to 3650, or leave it empty."),
        (
            multiplier() | {"excluded_categories": "coffee"},
            "The rule excludes all these goods, so this would never count.",
        ),
        (
            multiplier(ends_at_0="2020-01-01", ends_at_1="00:00:00"),
            "The rule does not hold in this time, so this would never count.",
        ),
        (
            multiplier() | {"kind": "fixed", "per_amount": ""},
            "A fixed amount is not for goods, so goods can't multiply it.",
        ),
    ],
)
def test_a_contradiction_is_refused_in_words(finance, typed, said):
    assert said in text_of(finance.post(ADD, form(**typed))).replace("&#x27;", "'")
    assert not EarningRule.objects.exists()


def test_a_rule_that_holds_can_only_be_ended(finance):
    rule = make_rule(multipliers=[{"name": "Coffee", "factor": 2, "categories": ["coffee"]}])
    change = address("rewards_earningrule_change", rule.pk)
    end = timezone.localtime() + timedelta(days=2)
    typed = form(amount="500", ends_at_0=f"{end:%Y-%m-%d}", ends_at_1="00:00:00")
    assert finance.post(change, typed).status_code == 302
    rule.refresh_from_db()
    assert (rule.amount, rule.ends_at is not None) == (1, True)
    assert EarningMultiplier.objects.get().factor == 2


def test_a_rule_that_holds_is_followed_by_a_copy_with_its_multipliers(finance):
    rule = make_rule(
        name="Old", most_per_day=50, multipliers=[{"name": "Coffee", "factor": 2, "categories": ["coffee"]}]
    )
    copy = f"{ADD}?copy={rule.pk}"
    page = finance.get(copy).content.decode()
    assert 'value="Old"' in page
    assert 'value="50"' in page
    copied = multiplier(name="Coffee", factor="2.00") | {"name": "New", "most_per_day": "50"}
    assert finance.post(copy, form(**copied)).status_code == 302
    new = EarningRule.objects.get(name="New")
    assert list(new.multipliers.values_list("name", "categories")) == [("Coffee", ["coffee"])]


def test_a_rule_can_not_end_in_the_past(finance):
    rule = make_rule()
    change = address("rewards_earningrule_change", rule.pk)
    page = text_of(finance.post(change, form(ends_at_0="2024-01-01", ends_at_1="00:00:00")))
    assert "in the past: what it gave is given." in page
    rule.refresh_from_db()
    assert rule.ends_at is None


def test_the_page_of_a_rule_that_holds_shows_what_it_earns(finance):
    page = text_of(finance.get(address("rewards_earningrule_change", make_rule().pk)))
    assert "an order of €80.00 80 points" in page


@pytest.mark.parametrize(("role", "status"), [("Support", 403), ("Operations", 403), ("Finance", 200)])
def test_only_finance_adds_rules_and_tiers(role, status):
    client = client_of(role)
    for model in ("earningrule", "tier", "rewardprogramsettings"):
        assert client.get(address(f"rewards_{model}_add")).status_code == status
        assert client.get(address(f"rewards_{model}_changelist")).status_code == 200


def test_rules_cost_the_same_queries_however_many(finance, django_assert_num_queries):
    list_address = address("rewards_earningrule_changelist")
    finance.get(list_address)
    make_rule()
    with django_assert_num_queries(6):
        finance.get(list_address)
    make_rule()
    make_rule()
    with django_assert_num_queries(6):
        finance.get(list_address)


TIER = {
    "name": "Gold",
    "slug": "gold",
    "rank": "3",
    "points": "900",
    "spent": "",
    "currency": "",
    "multiplier": "2",
}


def test_a_tier_is_added(finance):
    make_tiers()
    finance.post(address("rewards_tier_add"), TIER | {"slug": "platinum", "name": "Platinum"})
    assert Tier.objects.get(rank=3).points == 900


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"points": ""}, "Say from how many points, or which spending, it is reached."),
        ({"points": "500"}, "A better tier needs more: this does not fit beside “Gold”."),
        ({"spent": "10"}, "An amount spent and its currency go together."),
        ({"spent": "10.5", "currency": "JPY"}, "JPY amounts have at most 0 decimals."),
        ({"multiplier": "0.5"}, "Write a number from 1 to 10."),
        ({"rank": "0"}, "1 is the lowest tier."),
    ],
)
def test_a_tier_that_makes_no_sense_is_refused_in_words(finance, typed, said):
    make_tiers()
    response = finance.post(address("rewards_tier_add"), TIER | {"slug": "new", "name": "New"} | typed)
    assert said in text_of(response)
    assert Tier.objects.count() == 2


def test_the_times_of_the_program_are_one_row(finance):
    add = address("rewards_rewardprogramsettings_add")
    finance.post(add, {"return_days": "30", "tier_notice_days": "14"})
    assert RewardProgramSettings.objects.get().return_days == 30
    assert finance.get(add).status_code == 403
