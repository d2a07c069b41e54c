"""Calls with a key pass by what only pages need: sessions, forms, languages of users."""

import pytest

from tests.factories.wallets import make_wallet
from tests.support.api import as_browser, as_store, nobody, problem
from wallet_project.api_access.middleware import view_by_key

pytestmark = pytest.mark.django_db

BASIC = {"Authorization": "Basic Zm9vOmJhcg=="}


def view_of(rf, path, key="Api-Key sw_x"):
    return view_by_key(rf.get(path, headers={"Authorization": key} if key else {}))


def test_only_views_of_the_api_are_asked_so_and_only_with_a_key(rf):
    assert view_of(rf, "/api/v1/wallets/") is not None
    assert view_of(rf, "/api/v1/wallets/", "api-key sw_x") is not None
    for path in ("/api/v1/docs/", "/api/v1/schema/", "/api/v1/errors/", "/wallet/", "/nowhere/"):
        assert view_of(rf, path) is None, path
    for key in ("", "Basic Zm9v", "Api-Keys sw_x"):
        assert view_of(rf, "/api/v1/wallets/", key) is None, key


def test_a_session_is_not_looked_at(query_count):
    wallet, store = make_wallet("5"), as_store()
    store.client.force_login(wallet.customer)
    with query_count(2):
        assert store.get(f"/wallets/{wallet.pk}/").status_code == 200


def test_other_credentials_leave_the_session_what_it_is():
    wallet = make_wallet("5")
    browser = as_browser(wallet.customer)
    browser.headers |= BASIC
    assert browser.get(f"/wallets/{wallet.pk}/").status_code == 200


def test_an_answer_says_its_language_and_length_and_is_kept_nowhere():
    wallet = make_wallet("5")
    answer = as_store().get(f"/wallets/{wallet.pk}/")
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert (answer.headers["Content-Language"], answer.headers["Vary"]) == ("en", "Accept-Language")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_refusal_is_in_the_callers_language():
    store = as_store()
    store.headers["Accept-Language"] = "bg"
    answer = store.get("/wallets/00000000-0000-0000-0000-000000000000/")
    assert problem(answer) == (404, "not_found")
    assert not answer.json()["detail"].isascii()


def test_an_address_that_is_none_is_a_problem_as_for_everybody():
    assert problem(as_store().get("/nothing-here/")) == problem(nobody().get("/nothing-here/"))
