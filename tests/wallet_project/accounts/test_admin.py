"""Logging in to the admin, the second factor, and who may change log-ins."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group, Permission

from tests.factories.wallets import PASSWORD, make_user
from tests.support.staff import address, client_of, make_role
from wallet_project.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def log_in(client, user, url=LOGIN):
    return client.post(url, {"login": user.email, "username": user.email, "password": PASSWORD})


def test_the_admins_own_form_takes_no_password(client):
    staff = make_role("Superuser")
    answer = log_in(client, staff, address("login"))
    assert answer.url.startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_who_is_logged_in_as_staff_can_not_become_somebody_else_there(client):
    low, high = make_role("Support"), make_role("Superuser")
    client.force_login(low)
    assert log_in(client, high, address("login")).url == address("index")
    assert client.session["_auth_user_id"] == str(low.pk)


def test_a_customer_is_refused_at_the_admins_door(client):
    client.force_login(make_user())
    assert client.get(address("login")).status_code == 403


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.STAFF_MFA_REQUIRED = True

    @pytest.mark.parametrize("name", ["index", "all_movements", "ledger_journalentry_changelist", "search"])
    def test_staff_without_one_are_sent_to_set_it_up(self, client, name):
        client.force_login(make_role("Finance"))
        assert client.get(address(name)).url == "/account/2fa/totp/activate/"

    def test_a_post_does_not_get_through_either(self, client):
        staff = make_role("Superuser")
        client.force_login(staff)
        answer = client.post(address("accounts_user_add"), {"email": "a@example.com"})
        assert answer.url == "/account/2fa/totp/activate/"

    def test_a_password_alone_does_not_log_in_who_has_one(self, client):
        staff = make_role("Finance")
        TOTP.activate(staff, generate_totp_secret())
        answer = log_in(client, staff)
        assert answer.url == "/account/2fa/authenticate/"
        assert client.get(address("index")).url.startswith(address("login"))

    def test_with_it_the_admin_opens(self, client):
        staff = make_role("Finance")
        TOTP.activate(staff, generate_totp_secret())
        client.force_login(staff)
        assert Authenticator.objects.filter(user=staff).exists()
        assert client.get(address("index")).status_code == 200

    def test_customers_shop_without_one(self, client):
        client.force_login(make_user())
        assert client.get("/account/email/").status_code == 200


class TestLogIns:
    def staff_who_may_change_users(self):
        staff = make_role("Finance")
        staff.user_permissions.add(
            *Permission.objects.filter(content_type__app_label__in=["accounts", "auth"])
        )
        return staff

    def test_only_superusers_make_staff(self, client):
        client.force_login(self.staff_who_may_change_users())
        customer = make_user(name="Anna")
        data = {"email": customer.email, "locale": "en", "time_zone": "UTC", "name": "Ann", "is_active": "on"}
        powers = {"is_staff": "on", "is_superuser": "on", "groups": [Group.objects.first().pk]}
        client.post(address("accounts_user_change", customer.pk), {**data, **powers})
        customer.refresh_from_db()
        assert (customer.name, customer.is_staff, customer.is_superuser) == ("Ann", False, False)
        assert not customer.groups.exists()

    def test_only_superusers_change_staff(self, client):
        client.force_login(self.staff_who_may_change_users())
        other = make_role("Superuser")
        data = {"email": "mine@example.com", "locale": "en", "time_zone": "UTC"}
        assert client.post(address("accounts_user_change", other.pk), data).status_code == 403
        assert User.objects.get(pk=other.pk).email == other.email

    @pytest.mark.parametrize("target", ["customer", "superuser"])
    def test_only_superusers_set_passwords(self, client, target):
        client.force_login(self.staff_who_may_change_users())
        other = make_user() if target == "customer" else make_role("Superuser")
        data = {"password1": "a new long password", "password2": "a new long password"}
        assert client.post(f"/admin/accounts/user/{other.pk}/password/", data).status_code == 403
        assert User.objects.get(pk=other.pk).check_password(PASSWORD)

    def test_only_superusers_change_roles(self, client):
        client.force_login(self.staff_who_may_change_users())
        role = Group.objects.first()
        assert client.post(address("auth_group_change", role.pk), {"name": "Kings"}).status_code == 403
        assert not Group.objects.filter(name="Kings").exists()

    @pytest.mark.parametrize("role", ["Finance", "Superuser"])
    def test_nobody_is_deleted(self, role):
        customer = make_user()
        client = client_of(role)
        assert client.post(address("accounts_user_delete", customer.pk), {"post": "yes"}).status_code == 403
        assert User.objects.filter(pk=customer.pk).exists()

    def test_a_superuser_adds_and_changes_a_person(self):
        client = client_of("Superuser")
        data = {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD}
        client.post(address("accounts_user_add"), data)
        person = User.objects.get(email="new@example.com")
        change = {
            "email": person.email,
            "locale": "bg",
            "time_zone": "UTC",
            "is_active": "on",
            "is_staff": "on",
        }
        client.post(address("accounts_user_change", person.pk), change)
        person.refresh_from_db()
        assert (person.locale, person.is_staff, person.check_password(PASSWORD)) == ("bg", True, True)


def test_the_admins_pages_may_run_what_unfold_needs_and_the_shops_may_not():
    client = client_of("Support")
    policy = client.get(address("index"))["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval';" in f"{policy};"
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "unsafe" not in client.get("/account/email/")["Content-Security-Policy"]
