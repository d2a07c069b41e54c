"""Wallets over HTTP."""

import pytest

from tests.factories.wallets import balances, make_wallet
from tests.support.api import as_browser, as_store, money, nobody, problem
from wallets.models import Adjustment

pytestmark = pytest.mark.django_db


def test_a_wallet_says_what_it_holds():
    wallet = make_wallet("50")
    answer = as_store("wallets:read").get(f"/wallets/{wallet.pk}/")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(wallet.pk),
        "customer": f"cus_{wallet.customer_id}",
        "currency": "EUR",
        "status": "open",
        "balance": money("50.00"),
        "held": money("0.00"),
        "available": money("50.00"),
    }


def test_a_wallet_costs_two_queries(query_count):
    wallet, store = make_wallet("50"), as_store("wallets:read")
    with query_count(2):
        store.get(f"/wallets/{wallet.pk}/")


def test_a_customer_sees_their_own_wallet_and_no_other():
    mine, other = make_wallet("5"), make_wallet("7")
    me = as_browser(mine.customer)
    assert me.get(f"/wallets/{mine.pk}/").json()["available"] == money("5.00")
    assert problem(me.get(f"/wallets/{other.pk}/")) == (404, "not_found")
    assert [row["id"] for row in me.get("/wallets/").json()["results"]] == [str(mine.pk)]


def test_nobody_sees_nothing():
    answer = nobody().get(f"/wallets/{make_wallet().pk}/")
    assert problem(answer) == (401, "authentication_required")
    assert answer.headers["WWW-Authenticate"] == "Api-Key"


def test_a_credit_moves_money_once_for_a_key():
    wallet, store = make_wallet("5"), as_store("wallets:write")
    body = {"amount": money("10.00"), "reason": "goodwill"}
    first = store.post(f"/wallets/{wallet.pk}/credits/", body, key="k1")
    again = store.post(f"/wallets/{wallet.pk}/credits/", body, key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert balances(wallet) == ("15.00", "0.00")
    assert Adjustment.objects.filter(wallet=wallet, reason="goodwill").count() == 2  # one is the factory's


def test_pages_lead_through_all_wallets_and_back():
    made = [str(make_wallet().pk) for _ in range(5)][::-1]
    store = as_store("wallets:read")
    first = store.get("/wallets/", page_size=2).json()
    assert [row["id"] for row in first["results"]] == made[:2]
    assert first["previous"] is None
    second = store.client.get(first["next"], headers=store.headers).json()
    assert [row["id"] for row in second["results"]] == made[2:4]
    third = store.client.get(second["next"], headers=store.headers).json()
    assert [row["id"] for row in third["results"]] == made[4:]
    assert third["next"] is None
    back = store.client.get(third["previous"], headers=store.headers).json()
    assert [row["id"] for row in back["results"]] == made[2:4]
