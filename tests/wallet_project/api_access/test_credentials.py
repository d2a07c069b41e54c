"""Who calls: keys from where they may be used, apps by their session token, browsers with CSRF."""

import pytest

from tests.factories.wallets import PASSWORD, balances, make_staff, make_user, make_wallet
from tests.support.api import Api, as_browser, as_store, money, nobody, problem
from wallet_project.api_access.exceptions import BadKeySettings
from wallet_project.api_access.models import ApiKey
from wallet_project.api_access.services import create_api_key, rotate_api_key

pytestmark = pytest.mark.django_db

CREDIT = {"amount": money("1.00"), "reason": "goodwill"}
REFUSED = (401, "invalid_credentials")


def called_from(address, networks, *, forwarded=""):
    """Status of a credit by a key of these networks; nothing moves where it is refused."""
    wallet, store = make_wallet("5"), as_store(allowed_networks=networks)
    store.client.defaults["REMOTE_ADDR"] = address
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = store.post(f"/wallets/{wallet.pk}/credits/", CREDIT, **headers)
    if answer.status_code == 201:
        assert balances(wallet) == ("6.00", "0.00")
        return 201
    assert problem(answer) == REFUSED
    assert balances(wallet) == ("5.00", "0.00")
    return 401


class TestNetworks:
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("203.0.113.7", 201),
            ("203.0.113.255", 201),
            ("203.0.114.0", 401),
            ("198.51.100.9", 201),
            ("198.51.100.10", 401),
            ("2001:db8:5::1", 201),
            ("2001:db9::1", 401),
            ("::ffff:203.0.113.7", 201),
            ("::ffff:203.0.114.7", 401),
            ("", 401),
            ("unix:", 401),
        ],
    )
    def test_a_key_works_from_its_networks_alone(self, address, status):
        networks = ["203.0.113.0/24", "198.51.100.9", "2001:db8::/32"]
        assert called_from(address, networks) == status

    def test_a_key_without_networks_works_from_anywhere(self):
        assert called_from("192.0.2.1", []) == 201

    def test_what_a_client_writes_about_where_it_comes_from_is_not_believed(self):
        assert called_from("192.0.2.1", ["203.0.113.0/24"], forwarded="203.0.113.7") == 401

    @pytest.mark.parametrize(
        ("forwarded", "status"),
        [
            ("203.0.113.7", 201),
            ("2001:db8::7", 201),
            ("192.0.2.1", 401),
            ("203.0.113.7, 192.0.2.1", 401),
            ("192.0.2.1, 203.0.113.7", 201),
        ],
    )
    def test_behind_a_proxy_of_ours_its_word_counts(self, settings, forwarded, status):
        settings.TRUSTED_PROXIES = 1
        assert called_from("10.0.0.2", ["203.0.113.0/24", "2001:db8::/32"], forwarded=forwarded) == status

    def test_what_is_no_network_makes_no_key(self):
        for text in ("the office", "203.0.113.7/24", "203.0.113.0/33"):
            with pytest.raises(BadKeySettings):
                create_api_key(name="Shop", scopes=["wallets:read"], allowed_networks=[text])
        assert not ApiKey.objects.exists()

    def test_a_rotated_key_keeps_its_networks_and_hosts(self, server_now):
        fields = {"allowed_networks": ["203.0.113.0/24"], "return_hosts": ["shop.example"]}
        old, _text = create_api_key(name="Shop", scopes=["wallets:read"], **fields)
        new, _text = rotate_api_key(key_id=old.pk, now=server_now())
        assert (new.allowed_networks, new.return_hosts) == (["203.0.113.0/24"], ["shop.example"])


def test_a_key_of_somebody_who_no_longer_works_here_is_refused_and_moves_nothing():
    wallet, staff = make_wallet("5"), make_staff()
    store = as_store(acts_for_id=staff.pk)
    assert store.get(f"/wallets/{wallet.pk}/").status_code == 200
    staff.is_active = False
    staff.save()
    assert problem(store.post(f"/wallets/{wallet.pk}/credits/", CREDIT)) == REFUSED
    assert balances(wallet) == ("5.00", "0.00")


class TestApps:
    """Over HTTP alone, as an app does it."""

    SESSION = "/_allauth/app/v1/auth/session"

    def log_in(self, user, password=PASSWORD):
        body = {"email": user.email, "password": password}
        path = "/_allauth/app/v1/auth/login"
        return nobody().client.post(path, body, content_type="application/json")

    def as_app(self, user):
        return Api(**{"X-Session-Token": self.log_in(user).json()["meta"]["session_token"]})

    def test_a_customer_logs_in_and_moves_their_own_money(self):
        mine, other = make_wallet("5"), make_wallet()
        me = self.as_app(mine.customer)
        assert me.get(f"/wallets/{mine.pk}/").json()["available"] == money("5.00")
        sent = {"wallet": str(mine.pk), "to_customer": f"cus_{other.customer_id}", "amount": money("2.00")}
        assert me.post("/transfers/", sent).status_code == 201
        assert (balances(mine), balances(other)) == (("3.00", "0.00"), ("2.00", "0.00"))

    def test_anothers_objects_are_not_found_and_nothing_moves(self):
        mine, other = make_wallet("5"), make_wallet("7")
        me = self.as_app(mine.customer)
        assert problem(me.get(f"/wallets/{other.pk}/")) == (404, "not_found")
        sent = {"wallet": str(other.pk), "to_customer": f"cus_{mine.customer_id}", "amount": money("2.00")}
        assert problem(me.post("/transfers/", sent)) == (404, "not_found")
        assert [row["id"] for row in me.get("/wallets/").json()["results"]] == [str(mine.pk)]
        assert (balances(mine), balances(other)) == (("5.00", "0.00"), ("7.00", "0.00"))

    def test_what_is_the_stores_is_not_theirs(self):
        wallet = make_wallet("5")
        me = self.as_app(wallet.customer)
        assert problem(me.post(f"/wallets/{wallet.pk}/credits/", CREDIT)) == (403, "store_only")
        assert balances(wallet) == ("5.00", "0.00")

    def test_logging_out_ends_the_token(self):
        wallet = make_wallet("5")
        me = self.as_app(wallet.customer)
        assert (
            me.client.delete(self.SESSION, headers=me.headers).status_code == 401
        )  # logged out, says allauth
        assert problem(me.get(f"/wallets/{wallet.pk}/")) == REFUSED

    def test_who_was_switched_off_has_no_session(self):
        wallet = make_wallet("5")
        me = self.as_app(wallet.customer)
        wallet.customer.is_active = False
        wallet.customer.save()
        assert problem(me.get(f"/wallets/{wallet.pk}/")) == REFUSED

    def test_a_wrong_password_gives_no_token(self):
        answer = self.log_in(make_user(), "wrong")
        assert answer.status_code == 400
        assert "session_token" not in answer.content.decode()

    def test_a_token_that_nobody_gave_is_refused(self):
        assert problem(Api(**{"X-Session-Token": "x" * 32}).get("/wallets/")) == REFUSED


class TestBrowsers:
    def sent(self, wallet, other):
        return {"wallet": str(wallet.pk), "to_customer": f"cus_{other.customer_id}", "amount": money("2.00")}

    @pytest.mark.parametrize("token", [None, "", "x" * 32])
    def test_nothing_moves_without_the_csrf_token(self, token):
        mine, other = make_wallet("5"), make_wallet()
        me = as_browser(mine.customer)
        del me.headers["X-CSRFToken"]
        headers = {} if token is None else {"X-CSRFToken": token}
        answer = me.post("/transfers/", self.sent(mine, other), **headers)
        assert problem(answer) == (403, "csrf_failed")
        assert (balances(mine), balances(other)) == (("5.00", "0.00"), ("0.00", "0.00"))

    def test_money_moves_with_it_and_reading_needs_none(self):
        mine, other = make_wallet("5"), make_wallet()
        me = as_browser(mine.customer)
        assert me.post("/transfers/", self.sent(mine, other)).status_code == 201
        del me.headers["X-CSRFToken"]
        assert me.get(f"/wallets/{mine.pk}/").json()["available"] == money("3.00")

    def test_a_key_needs_none_whatever_cookies_come_along(self):
        wallet = make_wallet("5")
        both = as_browser(wallet.customer)
        both.headers = as_store().headers
        assert both.post(f"/wallets/{wallet.pk}/credits/", CREDIT).status_code == 201
