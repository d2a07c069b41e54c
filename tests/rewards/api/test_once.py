"""Everything here that moves value does it once for a key, and not at all without one."""

import pytest

from rewards.models import ActivityRecord, OfferRedemption, RewardAdjustmentRequest, ScratchCard, Voucher
from tests.api_rows import World
from tests.api_rows.rewards import ROWS
from tests.support.api import as_store, problem
from tests.support.rewards import everything
from wallet_project.core.api.table import operations_below

pytestmark = pytest.mark.django_db

MOVES = sorted(
    entry.operation.id
    for entry in operations_below("api/v1/")
    if entry.operation.id in ROWS and entry.operation.moves_money
)
TABLES = (ActivityRecord, OfferRedemption, RewardAdjustmentRequest, ScratchCard, Voucher)


def state():
    return everything(), [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def test_the_list_is_not_empty():
    assert len(MOVES) == 14


@pytest.mark.parametrize("name", MOVES)
def test_it_happens_once_for_a_key(name):
    world, store = World(), as_store("rewards:write", **ROWS[name].person())
    path, body = ROWS[name].path(world), ROWS[name].body(world)
    before = state()
    assert problem(store.post(path, body, key=None)) == (400, "idempotency_key_required")
    assert state() == before
    first = store.post(path, body, key="k")
    after = state()
    again = store.post(path, body, key="k")
    assert first.status_code == ROWS[name].right
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert after != before
    assert state() == after
