"""Every operation, called by everybody: the statuses are exactly those of its row."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.api_rows import World, all_rows
from tests.support.api import ROOT, Api, as_browser, as_store, nobody
from wallet_project.core.api.callers import Scope
from wallet_project.core.api.table import Entry, operations_below

pytestmark = pytest.mark.django_db

ENTRIES = {entry.operation.id: entry for entry in operations_below("api/v1/")}
ROWS = all_rows()


def call(entry: Entry, api: Api, world: World) -> int:
    row = ROWS[entry.operation.id]
    path = row.path(world)
    body = row.body(world) if row.body else None
    if entry.method in ("POST", "PUT"):
        return (api.post if entry.method == "POST" else api.put)(path, body).status_code
    return {"GET": api.get, "DELETE": api.delete}[entry.method](path).status_code


def test_every_operation_has_a_row_and_every_row_an_operation():
    assert set(ROWS) == set(ENTRIES)


def test_no_two_operations_have_one_name():
    names = Counter(entry.operation.id for entry in operations_below("api/v1/"))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_operation_lies_below_the_root():
    assert all(entry.path.startswith(ROOT) for entry in ENTRIES.values())


def in_its_kind_of_test(name):
    """The gateway is asked outside of transactions only, so not in a test that is one."""
    asks = ENTRIES[name].operation.calls_gateway or ROWS[name].asks_gateway
    return pytest.param(name, marks=pytest.mark.django_db(transaction=asks))


@pytest.mark.parametrize("name", [in_its_kind_of_test(name) for name in sorted(ROWS)])
def test_everybody_gets_what_the_row_says(name, fake):
    entry, row, world = ENTRIES[name], ROWS[name], World()
    wrong = [scope for scope in Scope.values if scope != entry.operation.scope]
    right = [entry.operation.scope or Scope.WALLETS_READ]
    statuses = {
        "nobody": call(entry, nobody(), world),
        "wrong scope": call(entry, as_store(*wrong), world),
        "other customer": call(entry, as_browser(world.other), world),
        "owner": call(entry, as_browser(world.owner), world),
        "right": call(entry, as_store(*right, **row.person()), World()),
    }
    assert statuses == {
        "nobody": row.nobody,
        "wrong scope": row.wrong_scope,
        "other customer": row.other,
        "owner": row.owner,
        "right": row.right,
    }
