"""What the store owes in rewards, kept apart from money."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import Activity
from rewards.services import Earning, book_accrual, place_reward_hold
from tests.factories.rewards import make_program, make_reward_wallet
from tests.factories.wallets import make_wallet
from tests.support.staff import address, client_of, make_role

pytestmark = pytest.mark.django_db


def tables(client):
    found = client.get(address("index")).context["liabilities"]
    return {
        str(table.liability.title): [
            ([str(cell.amount.amount) for cell in row.cells], str(row.total.currency), row.note)
            for row in table.rows
        ]
        for table in found
    }


def test_money_reward_money_and_points_stand_apart():
    make_program()
    make_wallet("50")
    euros = make_reward_wallet("20")
    place_reward_hold(wallet_id=euros.pk, amount=Money(3, "EUR"), key="h")
    make_reward_wallet("500", "PTS")
    now = timezone.now()
    book_accrual(
        customer_id=euros.customer_id,
        activity=Activity.REVIEW,
        reference="mug",
        earning=Earning(Money(37, "PTS")),
        matures_at=now + timedelta(days=3),
        now=now,
    )
    assert tables(client_of("Support")) == {
        "Money in wallets": [(["50.00", "0.00"], "EUR", "")],
        "Reward money": [(["17.00", "3.00", "0.00"], "EUR", "")],
        "Points": [(["500", "0", "37"], "PTS", "Worth €5.37 today")],
    }


def test_points_that_can_not_be_turned_into_money_have_no_worth():
    make_reward_wallet("500", "PTS")
    assert tables(client_of("Support"))["Points"] == [(["500", "0", "0"], "PTS", "")]


def test_who_may_see_wallets_alone_sees_no_rewards(client):
    make_wallet("50")
    make_reward_wallet("20")
    member = make_role("")
    member.user_permissions.add(Permission.objects.get(codename="view_wallet"))
    client.force_login(member)
    assert list(tables(client)) == ["Money in wallets"]
    assert client.get(address("all_movements"), {"book": "rewards"}).status_code == 403


def test_the_menu_has_the_rewards_in_a_group_of_their_own():
    page = client_of("Support").get(address("index")).content.decode()
    for name in ("rewardwallet", "creditlot", "accrual", "rewardpolicy", "pointsprogram"):
        assert page.count(f'href="{address(f"rewards_{name}_changelist")}"') == 1
    assert address("rewards_creditlot_changelist") not in client_of("").get(address("index")).content.decode()
