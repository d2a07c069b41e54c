"""Reports over HTTP: what the store owes, and whether the books agree."""

import pytest
from django.utils import timezone

from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import credit, make_wallet
from tests.support.api import as_store, money, problem

pytestmark = pytest.mark.django_db


def by_currency(answer):
    return {one["currency"]: one for one in answer.json()["currencies"]}


def test_what_is_owed_stands_by_currency_and_kind():
    make_wallet("20"), make_wallet("5"), make_wallet("700", "JPY")
    make_reward_wallet("120", "PTS")
    owed = by_currency(as_store("reports:read").get("/reports/liability/"))
    assert owed["EUR"]["total"] == money("25.00")
    assert owed["JPY"]["total"] == money("700", "JPY")
    assert owed["PTS"]["total"] == money("120", "PTS")
    available = {one["code"]: one for one in owed["EUR"]["accounts"]}["customer_available"]
    assert (available["balance"], available["accounts"]) == (money("25.00"), 2)


def test_what_was_owed_at_an_instant(server_now):
    wallet, store = make_wallet("20"), as_store("reports:read")
    before = server_now().isoformat().replace("+00:00", "Z")
    credit(wallet, "5.00")
    then = by_currency(store.get("/reports/liability/", at=before, currency="EUR"))
    now = by_currency(store.get("/reports/liability/", currency="EUR"))
    assert (then["EUR"]["total"], now["EUR"]["total"]) == (money("20.00"), money("25.00"))
    assert set(then) == {"EUR"}


def test_the_books_agree():
    make_wallet("20")
    answer = as_store("reports:read").get("/reports/trial-balance/", currency="EUR")
    euros = by_currency(answer)["EUR"]
    assert euros["debits"] == euros["credits"] == money("20.00")
    assert {one["type"] for one in euros["accounts"]} >= {"liability", "expense"}
    assert answer.json()["at"] <= timezone.now().isoformat()


def test_a_report_costs_two_queries(query_count):
    make_wallet("20")
    store = as_store("reports:read")
    for report in ("liability", "trial-balance"):
        with query_count(2):
            store.get(f"/reports/{report}/")


def test_a_time_that_is_none_is_refused():
    store = as_store("reports:read")
    assert problem(store.get("/reports/liability/", at="yesterday")) == (400, "invalid_input")
    assert problem(store.get("/reports/trial-balance/", att="x")) == (400, "invalid_input")
