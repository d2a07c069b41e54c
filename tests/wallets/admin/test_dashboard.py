"""The first page: what the store owes, and what waits."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from djmoney.money import Money

from notifications.models import Delivery, OutboxMessage
from tests.factories.wallets import make_wallet
from tests.support.staff import address, client_of, make_role
from tests.wallets.admin.test_customer_tab import make_top_up
from wallets.enums import TopUpStatus
from wallets.services import place_hold

pytestmark = pytest.mark.django_db


def index(client):
    answer = client.get(address("index"))
    assert answer.status_code == 200
    return answer


def test_what_the_store_owes_per_currency():
    wallet = make_wallet("50")
    place_hold(wallet_id=wallet.pk, amount=Money("8", "EUR"), key="h")
    make_wallet("20")
    make_wallet("700", "JPY")
    money = index(client_of("Support")).context["liabilities"][0]
    assert [([str(cell.amount) for cell in row.cells], str(row.total)) for row in money.rows] == [
        (["€62.00", "€8.00"], "€70.00"),
        (["¥700", "¥0"], "¥700"),
    ]


def test_what_waits():
    wallet = make_wallet("50")
    make_top_up(wallet)
    make_top_up(wallet, TopUpStatus.QUARANTINED)
    Delivery.objects.create(message=OutboxMessage.objects.all()[0], channel="email", status="dead")
    client = client_of("Support")
    client.get(address("index"))
    tasks = {task.title: task for task in index(client_of("Superuser")).context["tasks"]}
    assert (tasks["Top-ups that wait"].figure, tasks["Payments to be checked"].figure) == ("1", "1")
    assert tasks["Payments to be checked"].alarms
    assert (tasks["Messages given up"].figure, tasks["Messages given up"].alarms) == ("1", True)
    assert tasks["Last seal of the ledger"].figure == "none yet"
    for task in tasks.values():
        assert client_of("Superuser").get(task.link).status_code == 200


def test_staff_without_a_role_see_no_figures(client):
    make_wallet("50")
    page = index(client_of("")).content.decode()
    assert "€50.00" not in page
    assert "Choose something in the menu" in page


def test_the_menu_shows_what_may_be_opened_and_nothing_else(client):
    user = make_role("")
    user.user_permissions.add(Permission.objects.get(codename="view_hold"))
    client.force_login(user)
    page = index(client).content.decode()
    assert address("wallets_hold_changelist") in page
    for name in ("wallets_wallet", "ledger_journalentry", "accounts_user", "auth_group"):
        assert address(f"{name}_changelist") not in page
    assert address("all_movements") not in page


def test_the_first_page_costs_the_same_however_many_wallets(django_assert_max_num_queries):
    client = client_of("Finance")
    make_wallet("50")
    index(client)
    with django_assert_max_num_queries(40) as one:
        index(client)
    make_wallet("50")
    make_top_up(make_wallet("700", "JPY"))
    with django_assert_max_num_queries(40) as three:
        index(client)
    assert len(one) == len(three)
