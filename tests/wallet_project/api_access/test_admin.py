"""Keys in the admin: shown once, rotated, revoked."""

import re

import pytest
from django.urls import reverse

from tests.factories.wallets import make_staff
from tests.support.api import Api, as_store, problem
from wallet_project.api_access.models import ApiKey

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
