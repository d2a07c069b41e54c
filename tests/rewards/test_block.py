from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import POINTS
from rewards.services import place_reward_hold
from tests.factories.rewards import add_rewards, make_reward_wallet
from tests.factories.wallets import credit, make_user, make_wallet
from wallets.queries import wallet_summary
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db


def block_for(user):
    request = RequestFactory().get("/")
    request.user = user
    html = Template("{% load wallet %}{% wallet_block %}").render(Context({"request": request}))
    return " ".join(html.split())


def amounts(user, currency=None):
    return [str(part.amount.amount) for part in wallet_summary(user, currency).parts]


@pytest.mark.parametrize("rows", [1, 3])
def test_wallet_rewards_and_points_are_one_query_however_much_there_is(query_count, rows):
    wallet = make_wallet()
    money = make_reward_wallet(customer=wallet.customer)
    points = make_reward_wallet(customer=wallet.customer, currency=POINTS)
    for number in range(rows):
        credit(wallet, "5.00")
        add_rewards(money, "2.50", days=number + 1)
        add_rewards(points, "1250")
    with query_count(1):
        html = block_for(wallet.customer)
    assert f"€{5 * rows}.00" in html
    assert f'<a href="/rewards/">Rewards <strong>€{2.5 * rows:.2f}</strong></a>' in html
    assert f"<strong>{1250 * rows:,} points</strong>" in html


def test_only_what_can_be_used_now_is_shown():
    wallet = make_reward_wallet("9.00")
    add_rewards(wallet, "5.00", days=1, now=timezone.now() - timedelta(days=2))
    place_reward_hold(wallet_id=wallet.pk, amount=Money("1.50", "EUR"), key="h")
    assert amounts(wallet.customer) == ["7.50", "0"]


def test_one_point_is_one_point():
    account = make_reward_wallet("1", POINTS)
    assert "<strong>1 point</strong>" in block_for(account.customer)


def test_who_has_nothing_yet_sees_zero_and_the_way_to_the_rewards():
    html = block_for(make_user())
    assert 'href="/rewards/"' in html
    assert "<strong>0 points</strong>" in html


def test_rewards_are_shown_also_without_a_wallet_and_beside_a_frozen_one():
    alone = make_reward_wallet("3.00")
    assert amounts(alone.customer) == ["3.00", "0"]
    wallet = make_wallet("5.00", customer=alone.customer)
    freeze_wallet(wallet_id=wallet.pk, reason="Look")
    assert "€3.00" in block_for(alone.customer)


def test_reward_money_is_of_the_wallets_currency_and_of_that_customer():
    customer = make_user()
    make_reward_wallet("3.00", customer=customer)
    make_reward_wallet("450", "JPY", customer=customer)
    make_reward_wallet("88.00")
    assert amounts(customer) == ["3.00", "0"]
    assert amounts(customer, "JPY") == ["450", "0"]
