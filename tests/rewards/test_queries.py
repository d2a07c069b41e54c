"""What pages and checkout ask of rewards."""

from datetime import timedelta
from decimal import Decimal

import pytest
from djmoney.money import Money

from rewards.caps import CapReason, OrderLine
from rewards.queries import (
    USUAL,
    cap_for,
    cap_rule,
    current_policy,
    current_program,
    find_reward_wallet,
    grace_after_refund,
    spendable,
)
from rewards.services import open_reward_wallet
from tests.factories.rewards import add_rewards, make_policy, make_program, make_reward_wallet
from tests.factories.wallets import make_user
from tests.support.rewards import NOW, after, eur, hold

pytestmark = pytest.mark.django_db


def test_what_can_be_spent_is_what_has_not_expired_and_is_not_held():
    wallet = make_reward_wallet("10.00")
    add_rewards(wallet, "5.00", days=10, now=NOW)
    hold(wallet, "2.00")
    assert spendable(wallet, now=after(9.9)) == eur("13.00")
    assert spendable(wallet, now=after(10)) == eur("10.00")
    assert spendable(make_reward_wallet(), now=NOW) == eur("0.00")


def test_somebody_s_wallet_is_found_with_its_accounts_in_one_query(django_assert_num_queries):
    wallet = make_reward_wallet("10.00")
    with django_assert_num_queries(1):
        found = find_reward_wallet(customer_id=wallet.customer_id, currency="EUR")
        assert (found.posted, found.held, found.pending) == (eur("10.00"), eur("0.00"), eur("0.00"))
    assert find_reward_wallet(customer_id=wallet.customer_id, currency="JPY") is None
    assert find_reward_wallet(customer_id=make_user().pk, currency="EUR") is None


@pytest.mark.parametrize("make", [make_policy, make_program])
def test_a_version_holds_from_its_moment_to_the_next_in_its_currency(make):
    current = current_policy if make is make_policy else current_program
    first, second = make(starts_at=NOW), make(starts_at=after(10))
    make(currency="JPY", starts_at=after(5))
    assert current("EUR", now=NOW - timedelta(microseconds=1)) is None
    assert current("EUR", now=NOW) == first
    assert current("EUR", now=after(9.9)) == first
    assert current("EUR", now=after(10)) == second
    assert str(second).startswith("EUR 2040-03-11" if make is make_policy else "100 = 1")


def test_until_the_store_decides_a_tenth_of_the_order_may_be_paid():
    assert cap_rule("EUR", now=NOW) == USUAL
    cap = cap_for(total=eur("80.00"), now=NOW)
    assert (cap.amount, cap.reason) == (eur("8.00"), CapReason.PERCENT)


def test_the_store_s_decision_in_all_its_parts():
    make_policy(
        most=20,
        percent="12.5",
        minimum_order="49.90",
        with_coupon=False,
        excluded_products=["gift-card"],
        excluded_categories=["books"],
    )
    rule = cap_rule("EUR", now=NOW)
    assert (rule.most, rule.percent, rule.minimum_order) == (eur("20.00"), Decimal("12.5"), eur("49.90"))
    assert (rule.with_coupon, rule.excluded_products) == (False, frozenset({"gift-card"}))
    assert rule.excluded_categories == frozenset({"books"})
    lines = [OrderLine(eur(40), product="gift-card"), OrderLine(eur(60), product="mug")]
    assert cap_for(total=eur(100), lines=lines, now=NOW).amount == eur("7.50")
    assert cap_for(total=eur(100), has_coupon=True, now=NOW).amount == eur("0.00")


def test_a_policy_without_limits_caps_nothing():
    make_policy(currency="KWD")
    assert cap_for(total=Money("1.234", "KWD"), now=NOW).amount == Money("1.234", "KWD")


def test_the_grace_after_a_refund_is_the_policy_s_of_the_moment():
    assert grace_after_refund("PTS", now=NOW) == timedelta(days=30)
    make_policy(grace_days=7, starts_at=NOW)
    assert grace_after_refund("EUR", now=NOW) == timedelta(days=7)
    assert grace_after_refund("EUR", now=after(-1)) == timedelta(days=30)


def test_an_empty_account_has_nothing_posted():
    assert open_reward_wallet(customer_id=make_user().pk, currency="PTS").posted == Money(0, "PTS")
