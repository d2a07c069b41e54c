"""What a list asks of the database does not grow with it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from rewards.enums import POINTS, Activity
from rewards.services import convert_points, record_activity
from tests.factories.earning import make_fixed_rule
from tests.factories.offers import make_card, make_offer, make_voucher, with_points
from tests.factories.rewards import add_rewards, make_program, make_reward_wallet
from tests.factories.wallets import make_user
from tests.support.api import as_store

pytestmark = pytest.mark.django_db

# One more is the key's own.
CALLER = 1


def wallets():
    return "/reward-wallets/", lambda: add_rewards(make_reward_wallet("1"), "1", days=3)


def points():
    return "/points/", lambda: add_rewards(make_reward_wallet("1", POINTS), "1", days=3)


def statement():
    wallet = make_reward_wallet()
    return f"/reward-wallets/{wallet.pk}/statement/", lambda: add_rewards(wallet, "1")


def points_statement():
    account = make_reward_wallet(currency=POINTS)
    return f"/points/{account.pk}/statement/", lambda: add_rewards(account, "1")


def lots():
    wallet = make_reward_wallet()
    return f"/reward-wallets/{wallet.pk}/lots/", lambda: add_rewards(wallet, "1")


def points_lots():
    account = make_reward_wallet(currency=POINTS)
    return f"/points/{account.pk}/lots/", lambda: add_rewards(account, "1")


def conversions():
    make_program()

    def one():
        account = with_points()
        convert_points(customer_id=account.customer_id, points=100, currency="EUR", key=uuid4().hex)

    return "/points/conversions/", one


def activities():
    make_fixed_rule(Activity.REVIEW, 5)

    def one():
        user = make_user()
        record_activity(customer_id=user.pk, activity=Activity.REVIEW, reference="r", now=timezone.now())

    return "/activities/", one


def offers():
    return f"/offers/?customer=cus_{make_user().pk}", make_offer


def vouchers():
    return "/vouchers/", make_voucher


def cards():
    return "/scratch-cards/", make_card


LISTS = [
    (wallets, 1),
    (points, 1),
    (statement, 2),
    (points_statement, 2),
    (lots, 2),
    (points_lots, 2),
    (conversions, 1),
    (activities, 2),
    (offers, 6),
    (vouchers, 1),
    (cards, 1),
]


@pytest.mark.parametrize(("prepare", "queries"), LISTS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_list_of_three_costs_as_much_as_a_list_of_one(prepare, queries, query_count):
    path, add = prepare()
    store = as_store("wallets:read")
    for rows in (1, 3):
        while len(store.get(path).json()["results"]) < rows:
            add()
        with query_count(CALLER + queries):
            assert len(store.get(path).json()["results"]) == rows
