"""Who may see and do what: each role, each page, each action; and nothing without CSRF token."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from tests.factories.wallets import balances, fresh, make_user, make_wallet
from tests.support.staff import address, client_of
from wallets.ledger.models import JournalEntry
from wallets.models import AdjustmentPolicy, Wallet
from wallets.roles import create_roles, permissions_of

pytestmark = pytest.mark.django_db

NONE, SUPPORT, OPERATIONS, FINANCE = "", "Support", "Operations", "Finance"
LISTS = (
    "accounts_user",
    "ledger_journalentry",
    "ledger_ledgeraccount",
    "ledger_seal",
    "wallets_adjustment",
    "wallets_adjustmentpolicy",
    "wallets_gatewayeventrecord",
    "wallets_hold",
    "wallets_savedcard",
    "wallets_topup",
    "wallets_topuppolicy",
    "wallets_topupreturn",
    "wallets_wallet",
)
OURS = ("all_movements", "export_movements")


def adjustment(**changes):
    return {
        "key": str(uuid4()),
        "direction": "credit",
        "amount": "5",
        "reason": "gift",
        "order_reference": "1",
        "bank_reference": "b1",
        **changes,
    }


@pytest.fixture
def wallet():
    return make_wallet("50")


@pytest.mark.parametrize(("role", "status"), [(NONE, 403), (SUPPORT, 200), (OPERATIONS, 200), (FINANCE, 200)])
def test_every_role_sees_every_list_and_staff_without_a_role_none(role, status, wallet):
    client = client_of(role)
    names = [*(f"{name}_changelist" for name in LISTS), *OURS]
    assert {name: client.get(address(name)).status_code for name in names} == dict.fromkeys(names, status)
    tabs = [address(name, wallet.customer_id) for name in ("customer_wallet", "customer_rewards")]
    assert {client.get(url).status_code for url in tabs} == {status}


MATRIX = [
    # what, who may
    ("preview_adjust", {OPERATIONS, FINANCE}),
    ("book_adjust", {OPERATIONS, FINANCE}),
    ("preview_rescue", {OPERATIONS, FINANCE}),
    ("book_rescue", {OPERATIONS, FINANCE}),
    ("change_wallet_status", {OPERATIONS, FINANCE}),
]


@pytest.mark.parametrize("role", [NONE, SUPPORT, OPERATIONS, FINANCE])
@pytest.mark.parametrize(("name", "allowed"), MATRIX)
def test_only_the_right_roles_change_a_wallet(role, name, allowed, wallet):
    data = adjustment(to="frozen", reason="gift")
    answer = client_of(role).post(address(name, wallet.customer_id, wallet.pk), data)
    assert answer.status_code == (403 if role not in allowed else 200 if "preview" in name else 302)
    if role not in allowed:
        assert balances(wallet) == ("50.00", "0.00")
        assert fresh(wallet).is_open


@pytest.mark.parametrize("role", [NONE, SUPPORT, OPERATIONS, FINANCE])
def test_only_operations_and_finance_open_wallets(role, wallet):
    client_of(role).post(address("open_wallet", wallet.customer_id), {"currency": "USD"})
    assert Wallet.objects.filter(currency="USD").exists() == (role in {OPERATIONS, FINANCE})


@pytest.mark.parametrize("role", [NONE, SUPPORT, OPERATIONS, FINANCE])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_finance_reverses_entries(role, method, wallet):
    entry = JournalEntry.objects.get()
    data = {"key": str(uuid4()), "reason": "a mistake"}
    url = address("ledger_journalentry_reverse_entry", entry.pk)
    answer = getattr(client_of(role), method)(url, data if method == "post" else {})
    assert (answer.status_code == 403) == (role != FINANCE)
    assert JournalEntry.objects.count() == (2 if role == FINANCE and method == "post" else 1)


@pytest.mark.parametrize("role", [NONE, SUPPORT, OPERATIONS, FINANCE])
def test_only_finance_sets_limits(role):
    data = {"currency": "EUR", "operations_each": "10", "per_admin_and_day": "100"}
    client_of(role).post(address("wallets_adjustmentpolicy_add"), data)
    assert AdjustmentPolicy.objects.exists() == (role == FINANCE)


@pytest.mark.parametrize(
    "url", ["/admin/", "/admin/wallets/wallet/movements/", "/admin/accounts/user/1/wallet/", "/admin/login/"]
)
def test_who_is_not_logged_in_is_sent_to_the_shops_log_in(client, url):
    first = client.get(url)
    answer = client.get(first.url) if first.url.startswith("/admin/login") else first
    assert answer.url.startswith("/account/login/?next=")


def test_a_customer_is_no_staff(client, wallet):
    client.force_login(make_user())
    answer = client.post(address("book_adjust", wallet.customer_id, wallet.pk), adjustment(), follow=True)
    assert answer.status_code == 403
    assert balances(wallet) == ("50.00", "0.00")


@pytest.mark.parametrize(
    "name", ["preview_adjust", "book_adjust", "preview_rescue", "book_rescue", "change_wallet_status"]
)
def test_a_form_from_elsewhere_is_refused(name, wallet):
    client = client_of("Superuser", enforce_csrf_checks=True)
    answer = client.post(address(name, wallet.customer_id, wallet.pk), adjustment(to="frozen", reason="gift"))
    assert answer.status_code == 403
    assert balances(wallet) == ("50.00", "0.00")
    assert fresh(wallet).is_open


def test_a_reversal_from_elsewhere_is_refused(wallet):
    client = client_of("Superuser", enforce_csrf_checks=True)
    url = address("ledger_journalentry_reverse_entry", JournalEntry.objects.get().pk)
    assert client.post(url, {"key": str(uuid4()), "reason": "x"}).status_code == 403
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize("name", [name for name, _ in MATRIX])
def test_a_get_changes_nothing(name, wallet):
    client = client_of("Superuser")
    answer = client.get(address(name, wallet.customer_id, wallet.pk), adjustment(to="frozen", reason="gift"))
    assert answer.status_code == 405
    assert client.get(address("open_wallet", wallet.customer_id), {"currency": "USD"}).status_code == 405
    assert balances(wallet) == ("50.00", "0.00")
    assert fresh(wallet).is_open
    assert Wallet.objects.count() == 1


class TestRoles:
    def test_the_command_makes_them_and_can_be_repeated(self, capsys):
        call_command("create_roles")
        call_command("create_roles")
        assert sorted(Group.objects.values_list("name", flat=True)) == ["Finance", "Operations", "Support"]
        assert "Support, Operations, Finance" in capsys.readouterr().out

    def test_a_permission_that_was_added_by_hand_goes_again(self):
        create_roles()
        support, finance = Group.objects.get(name=SUPPORT), Group.objects.get(name=FINANCE)
        support.permissions.set(finance.permissions.all())
        create_roles()
        held = support.permissions.values_list("content_type__app_label", "codename")
        assert sorted(f"{app}.{codename}" for app, codename in held) == permissions_of(SUPPORT)

    def test_support_may_only_look(self):
        assert all(label.split(".")[1].startswith("view_") for label in permissions_of(SUPPORT))

    def test_each_role_has_what_the_one_below_has(self):
        support, operations, finance = (set(permissions_of(role)) for role in (SUPPORT, OPERATIONS, FINANCE))
        assert support < operations < finance
        assert finance - operations >= {"ledger.reverse_entry", "wallets.adjust_wallet_unlimited"}

    def test_no_role_may_touch_log_ins(self):
        assert not {
            label for label in permissions_of(FINANCE) if label.startswith(("auth.", "mfa.", "account."))
        }
        assert {label for label in permissions_of(FINANCE) if label.startswith("accounts.")} == {
            "accounts.view_user"
        }
