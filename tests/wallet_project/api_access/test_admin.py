"""Keys in the admin: shown once, rotated, revoked."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.refunds import make_limits
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import make_staff, make_wallet
from tests.support.api import Api, as_store, money, problem
from tests.support.payments import make_captured
from tests.support.staff import address, client_of
from wallet_project.api_access import calls
from wallet_project.api_access.admin.forms import ApiKeyForm
from wallet_project.api_access.models import ApiKey
from wallet_project.api_access.services import create_api_key, rotate_api_key
from wallet_project.core.api.callers import Scope

pytestmark = pytest.mark.django_db

ADD = reverse("admin:api_access_apikey_add")
FORM = {"name": "Shop", "scopes": ["wallets:read"], "allowed_networks": ""}


@pytest.fixture
def keeper(as_customer):
    return as_customer(
        make_staff("api_access.view_apikey", "api_access.add_apikey", "api_access.change_apikey")
    )


def shown_key(answer):
    return re.search(r"<code>(sw_\S+)</code>", answer.content.decode()).group(1)


def test_a_new_key_is_shown_once_and_works(keeper):
    answer = keeper.post(ADD, FORM)
    text = shown_key(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert Api(Authorization=f"Api-Key {text}").get("/wallets/").status_code == 200
    page = keeper.get(reverse("admin:api_access_apikey_change", args=[ApiKey.objects.get().pk]))
    assert text not in page.content.decode()


def test_a_network_that_is_none_is_refused_in_words(keeper):
    answer = keeper.post(ADD, {**FORM, "allowed_networks": "the office"})
    assert "Write networks like 203.0.113.0/24" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_rotated_key_and_its_old_one_both_work_for_a_while(keeper):
    old = shown_key(keeper.post(ADD, FORM))
    address = reverse("admin:api_access_apikey_rotate", args=[ApiKey.objects.get().pk])
    assert keeper.get(address).status_code == 200
    assert ApiKey.objects.count() == 1
    new = shown_key(keeper.post(address))
    for text in (old, new):
        assert Api(Authorization=f"Api-Key {text}").get("/wallets/").status_code == 200
    assert len(set(ApiKey.objects.values_list("lineage", flat=True))) == 1


def test_a_revoked_key_works_no_more(keeper):
    store = as_store("wallets:read")
    assert store.get("/wallets/").status_code == 200
    keeper.post(reverse("admin:api_access_apikey_revoke", args=[ApiKey.objects.get().pk]))
    assert problem(store.get("/wallets/")) == (401, "invalid_credentials")


def test_who_may_only_look_can_make_and_revoke_nothing(as_customer):
    as_store()
    reader = as_customer(make_staff("api_access.view_apikey"))
    key = ApiKey.objects.get()
    assert reader.get(reverse("admin:api_access_apikey_changelist")).status_code == 200
    assert reader.post(ADD, FORM).status_code == 403
    assert reader.post(reverse("admin:api_access_apikey_revoke", args=[key.pk])).status_code in {302, 403}
    assert ApiKey.objects.get().revoked_at is None


def test_a_keys_page_shows_its_calls_of_the_last_days_newest_first(keeper, server_now, monkeypatch):
    monkeypatch.setattr(calls.calls, "_waiting", [])  # none of another test's
    wallet, store, another = make_wallet("5"), as_store("wallets:read"), as_store()
    for api, path in ((store, "/wallets/"), (another, "/transfers/"), (store, f"/wallets/{wallet.pk}/")):
        api.get(path)
    store.post(f"/wallets/{wallet.pk}/credits/", {})
    calls.calls.flush()
    key = ApiKey.objects.earliest("pk")
    page = keeper.get(reverse("admin:api_access_apikey_change", args=[key.pk]))
    assert [(call.method, call.path, call.status) for call in page.context["calls"]] == [
        ("POST", f"/api/v1/wallets/{wallet.pk}/credits/", 403),
        ("GET", f"/api/v1/wallets/{wallet.pk}/", 200),
        ("GET", "/api/v1/wallets/", 200),
    ]
    assert key.last_used_at is not None
    text = page.content.decode()
    assert f"POST /api/v1/wallets/{wallet.pk}/credits/" in text
    assert "(&#x27;works&#x27;" not in text
    assert "/api/v1/transfers/" not in text
    assert f"{reverse('admin:api_access_apicall_changelist')}?key__id__exact={key.pk}" in text
    assert calls.purge_calls(now=server_now() + timedelta(days=8)) == 4
    assert "Nothing was called with it" in keeper.get(page.request["PATH_INFO"]).content.decode()


def test_every_setting_can_be_typed_in(keeper):
    page = keeper.get(ADD).content.decode()
    assert [name for name in ApiKeyForm().fields if f'name="{name}"' not in page] == []


def test_return_hosts_are_set_and_shown(keeper):
    refused = keeper.post(ADD, {**FORM, "return_hosts": "https://shop.example/"})
    assert "Write hosts like shop.example" in refused.content.decode()
    keeper.post(ADD, {**FORM, "return_hosts": "Shop.example\n.stores.example"})
    key = ApiKey.objects.get()
    assert key.return_hosts == ["shop.example", ".stores.example"]
    page = keeper.get(reverse("admin:api_access_apikey_change", args=[key.pk])).content.decode()
    assert "shop.example, .stores.example" in page


class TestWhichKeyItWas:
    """Refunds, credits and debits show with which key they were asked for, also after a rotation."""

    @pytest.fixture(autouse=True)
    def _ports(self, settings):
        settings.CHECKOUT_ORDERS = "wallet_project.storefront.order_port.StorefrontOrders"
        settings.REFUNDS_ORDERS = "wallet_project.storefront.refund_port.StorefrontOrderLines"

    @pytest.fixture
    def store(self, server_now):
        requester = make_staff("wallets.adjust_wallet", "rewards.adjust_rewards")
        key, text = create_api_key(name="Old shop", scopes=Scope.values, acts_for_id=requester.pk)
        newer, _text = rotate_api_key(key_id=key.pk, now=server_now())
        ApiKey.objects.filter(pk=newer.pk).update(name="Shop back end")
        return Api(Authorization=f"Api-Key {text}")

    def shown(self, name, role):
        """The list and the page of the newest row, as text."""
        client = client_of(role)
        pages = [client.get(address(f"{name}_changelist"))]
        row = pages[0].context["cl"].result_list[0]
        pages.append(client.get(address(f"{name}_change", row.pk)))
        return [page.content.decode() for page in pages]

    @pytest.mark.parametrize(
        ("name", "path", "amount"),
        [
            ("wallets_adjustment", "/wallets/{}/credits/", "1.00"),
            ("wallets_adjustmentrequest", "/wallets/{}/credits/", "100.01"),
            ("rewards_rewardadjustment", "/reward-wallets/{}/credits/", "1.00"),
            ("rewards_rewardadjustmentrequest", "/reward-wallets/{}/credits/", "100.01"),
        ],
    )
    def test_credits(self, store, name, path, amount):
        wallet = make_reward_wallet("50") if "reward" in name else make_wallet("50")
        store.post(path.format(wallet.pk), {"amount": money(amount), "reason": "goodwill"})
        link = reverse("admin:api_access_apikey_change", args=[ApiKey.objects.latest("pk").pk])
        for text in self.shown(name, "Superuser"):
            assert f'href="{link}">Shop back end</a>' in text
        for text in self.shown(name, "Support"):
            assert "Shop back end" in text
            assert link not in text

    def test_what_waits_says_so_in_the_queue(self, store):
        wallet = make_wallet("50")
        store.post(f"/wallets/{wallet.pk}/credits/", {"amount": money("100.01"), "reason": "goodwill"})
        queue = client_of("Finance").get(address("approvals")).content.decode()
        assert "with the API key “Shop back end”" in queue

    def test_refunds_and_who_decided_on_them(self):
        make_limits(keys_each=1)
        wallet, asks = make_wallet("50"), as_store()
        wanted = {"amount": money("5.00"), "reason": "damaged", "destination": "wallet"}
        asked = asks.post("/refunds/", {**wanted, "payment": make_captured(asks, wallet)}).json()
        assert "with the API key “test”" in client_of("Finance").get(address("approvals")).content.decode()
        decides = as_store()
        ApiKey.objects.filter(pk=ApiKey.objects.latest("pk").pk).update(name="Second key")
        decides.post(f"/refunds/{asked['id']}/approve/")
        for text in self.shown("refunds_refund", "Superuser"):
            assert ">test</a>" in text
        assert "Second key" in self.shown("refunds_refund", "Support")[1]
