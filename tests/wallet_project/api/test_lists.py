"""What every list promises: pages, filters, and nothing unknown. Read from the table of operations."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api_rows import World, all_rows
from tests.api_rows.wallets import a_hold, a_top_up
from tests.support.api import as_browser, as_store, problem
from wallet_project.core.api.table import operations_below

pytestmark = pytest.mark.django_db

ROWS = all_rows()
LISTED = {one.operation.id: one.operation for one in operations_below("api/v1/") if one.operation.listed}
# Of what is there rather than happened.
WITHOUT_PERIOD = {
    "list_wallets",
    "list_reward_wallets",
    "list_points_accounts",
    "list_reward_lots",
    "list_points_lots",
    "list_offers",
    "list_cards",
    "list_webhook_endpoints",
}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_list_has_pages_and_refuses_what_it_does_not_know(name):
    world, store = World(), as_store()
    path = ROWS[name].path(world)
    page = store.get(path, page_size=200)
    assert (page.status_code, set(page.json())) == (200, {"next", "previous", "results"})
    for query in ({"page_size": 201}, {"page_size": 0}, {"cursor": "x"}, {"cursor": "bzp4"}, {"typo": "1"}):
        answer = store.get(path, **query)
        assert problem(answer) == (400, "invalid_input"), query
        assert set(answer.json()["errors"]) == set(query)


def test_what_happened_can_be_listed_by_its_time():
    without = {name for name, one in LISTED.items() if "since" not in one.filters().fields}
    assert without == WITHOUT_PERIOD
    for one in LISTED.values():
        assert ("since" in one.filters().fields) == ("until" in one.filters().fields)


def ids(api, path, **query):
    return [row["id"] for row in api.get(path, **query).json()["results"]]


@pytest.mark.parametrize("make", [a_hold, a_top_up])
def test_holds_and_top_ups_by_time_and_status(make):
    world, store = World(), as_store()
    row = make(world)
    path = "/holds/" if make is a_hold else f"/wallets/{world.wallet.pk}/top-ups/"
    now = timezone.now()
    before, after = (now - timedelta(days=1)).isoformat(), (now + timedelta(days=1)).isoformat()
    assert ids(store, path, since=before, until=after) == [str(row.pk)]
    assert ids(store, path, since=after) == ids(store, path, until=before) == []
    assert ids(store, path, status=row.status) == [str(row.pk)]
    assert ids(store, path, status="expired") == []


def test_holds_of_one_customer():
    world, store = World(), as_store()
    mine, other = a_hold(world), a_hold(World())
    assert ids(store, "/holds/", customer=f"cus_{world.owner.pk}") == [str(mine.pk)]
    assert ids(store, "/holds/") == [str(other.pk), str(mine.pk)]
    assert ids(as_browser(world.other), "/holds/", customer=f"cus_{world.owner.pk}") == []


def test_customers_by_when_they_came():
    world, store = World(), as_store()
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    path, mine = "/customers/", f"cus_{world.owner.pk}"
    references = [row["reference"] for row in store.get(path, until=tomorrow).json()["results"]]
    assert mine in references
    assert store.get(path, since=tomorrow).json()["results"] == []
