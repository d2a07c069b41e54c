"""Who may see and do what with rewards: each role, each page, each action; nothing without CSRF token."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from rewards.models import PointsProgram, RewardPolicy, RewardWallet
from tests.factories.rewards import left_of, make_policy, make_program, make_reward_wallet
from tests.rewards.admin.test_customer_tab import typed
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db

NONE, SUPPORT, OPERATIONS, FINANCE = "", "Support", "Operations", "Finance"
ROLES = [NONE, SUPPORT, OPERATIONS, FINANCE]
LISTS = (
    "accrual",
    "creditlot",
    "lotconsumption",
    "pointsconversion",
    "pointsprogram",
    "rewardadjustment",
    "rewardhold",
    "rewardpolicy",
    "rewardwallet",
    "shortfall",
)


def policy(**changes):
    return {
        "key": str(uuid4()),
        "currency": "EUR",
        "percent": "10",
        "with_coupon": "yes",
        "grace_days": "30",
        **changes,
    }


def program(**changes):
    return {
        "key": str(uuid4()),
        "currency": "EUR",
        "points": "100",
        "value": "1",
        "step": "1",
        "minimum": "100",
        "target": "wallet",
        **changes,
    }


@pytest.fixture
def wallet():
    return make_reward_wallet("20")


@pytest.mark.parametrize(("role", "status"), [(NONE, 403), (SUPPORT, 200), (OPERATIONS, 200), (FINANCE, 200)])
def test_every_role_sees_every_list_and_staff_without_a_role_none(role, status, wallet):
    client = client_of(role)
    urls = [address(f"rewards_{name}_changelist") for name in LISTS]
    urls += [f"{address(name)}?book=rewards" for name in ("all_movements", "export_movements")]
    urls.append(address("customer_rewards", wallet.customer_id))
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, status)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["preview_rewards", "book_rewards"])
def test_only_operations_and_finance_adjust(role, name, wallet):
    allowed = role in {OPERATIONS, FINANCE}
    answer = client_of(role).post(address(name, wallet.customer_id, wallet.pk), typed())
    assert answer.status_code == (403 if not allowed else 302 if name == "book_rewards" else 200)
    assert left_of(wallet) == ([2000, 1250] if allowed and name == "book_rewards" else [2000])


@pytest.mark.parametrize("role", ROLES)
def test_only_operations_and_finance_open_rewards(role, wallet):
    client_of(role).post(address("open_rewards", wallet.customer_id), {"currency": "JPY"})
    assert RewardWallet.objects.filter(currency="JPY").exists() == (role in {OPERATIONS, FINANCE})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("name", "data", "model"),
    [("rewardpolicy", policy, RewardPolicy), ("pointsprogram", program, PointsProgram)],
)
def test_only_finance_decides(role, name, data, model):
    answer = client_of(role).post(address(f"rewards_{name}_add"), data(decide="1"))
    assert answer.status_code == (302 if role == FINANCE else 403)
    assert model.objects.exists() == (role == FINANCE)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "make"), [("rewardpolicy", make_policy), ("pointsprogram", make_program)])
def test_only_finance_withdraws_and_only_what_is_still_to_come(role, name, make):
    now = timezone.now()
    planned, holds = make(starts_at=now + timedelta(days=2)), make(starts_at=now - timedelta(days=2))
    client = client_of(role)
    for version in (planned, holds):
        client.post(address(f"rewards_{name}_delete", version.pk), {"post": "yes"})
    left = set(type(holds).objects.values_list("pk", flat=True))
    assert left == ({holds.pk} if role == FINANCE else {holds.pk, planned.pk})


@pytest.mark.parametrize("name", ["rewardpolicy", "pointsprogram"])
def test_not_even_a_superuser_changes_a_decision_or_deletes_several_at_once(name):
    version = make_policy(percent=5) if name == "rewardpolicy" else make_program()
    client = client_of("Superuser")
    answer = client.post(address(f"rewards_{name}_change", version.pk), {"currency": "USD"})
    assert answer.status_code == 403
    action = {"action": "delete_selected", "_selected_action": [str(version.pk)], "post": "yes"}
    client.post(address(f"rewards_{name}_changelist"), action)
    version.refresh_from_db()
    assert version.currency == "EUR"


def test_forms_from_elsewhere_are_refused(wallet):
    client = client_of("Superuser", enforce_csrf_checks=True)
    for name in ("preview_rewards", "book_rewards"):
        assert client.post(address(name, wallet.customer_id, wallet.pk), typed()).status_code == 403
    assert client.post(address("open_rewards", wallet.customer_id), {"currency": "JPY"}).status_code == 403
    assert client.post(address("rewards_rewardpolicy_add"), policy(decide="1")).status_code == 403
    assert left_of(wallet) == [2000]
    assert not RewardPolicy.objects.exists()


def test_a_get_changes_nothing(wallet):
    client = client_of("Superuser")
    for name in ("preview_rewards", "book_rewards"):
        assert client.get(address(name, wallet.customer_id, wallet.pk), typed()).status_code == 405
    assert client.get(address("open_rewards", wallet.customer_id), {"currency": "JPY"}).status_code == 405
    client.get(address("rewards_rewardpolicy_add"), policy(decide="1"))
    assert left_of(wallet) == [2000]
    assert not RewardPolicy.objects.exists()
    assert RewardWallet.objects.count() == 1


def test_support_sees_the_books_that_it_may_and_no_button_to_decide():
    make_policy(percent=Decimal(5))
    page = client_of(SUPPORT).get(address("rewards_rewardpolicy_changelist")).content.decode()
    assert "at most 5%" in page
    assert address("rewards_rewardpolicy_add") not in page
