"""Another storefront's customer earns points and turns them into money: over HTTP alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rewards.enums import Activity
from rewards.models import Accrual
from rewards.services import mature_accrual
from tests.factories.earning import make_fixed_rule, make_rule
from tests.factories.rewards import make_program
from tests.support.api import as_store, money
from tests.support.rewards import differences

pytestmark = pytest.mark.django_db

CUSTOMER = "shop-4711"


def test_points_are_earned_and_converted():
    """The store's rules: a point for each euro, 25 for a review; 100 points are 1.00 EUR."""
    make_rule()
    make_fixed_rule(Activity.REVIEW, 25)
    make_program()
    store = as_store("customers:write", "wallets:read", "rewards:write")

    made = store.post("/customers/", {"reference": CUSTOMER, "email": "ada@example.com", "name": "Ada"})
    (wallet,) = made.json()["wallets"]
    (points,) = store.get("/points/", customer=CUSTOMER).json()["results"]
    assert (points["balance"], points["pending"], wallet["balance"]) == (0, 0, money("0.00"))

    in_two_weeks = timezone.now() + timedelta(days=14)
    bought = {
        "customer": CUSTOMER,
        "kind": "purchase",
        "reference": "A-1",
        "amount": money("480.00"),
        "available_at": in_two_weeks.isoformat(),
    }
    reviewed = {"customer": CUSTOMER, "kind": "review", "reference": "review:A-1"}
    for told in (bought, reviewed, bought, reviewed):
        assert store.post("/activities/", told).status_code in (200, 201)
    (points,) = store.get("/points/", customer=CUSTOMER).json()["results"]
    assert (points["available"], points["pending"]) == (25, 480)

    refused = store.post("/points/conversions/quote/", {"customer": CUSTOMER, "points": 400})
    assert (refused.status_code, refused.json()["code"]) == (402, "insufficient_funds")

    # Two weeks later the worker makes available what waited.
    mature_accrual(accrual_id=Accrual.objects.get(reference="A-1").pk, now=in_two_weeks)
    wanted = {"customer": CUSTOMER, "points": 400}
    quote = store.post("/points/conversions/quote/", wanted).json()
    assert quote == {
        "points": 400,
        "value": money("4.00"),
        "kept": 105,
        "target": "wallet",
        "wallet": wallet["id"],
    }
    agreed = wanted | {"value": quote["value"]}
    answers = [store.post("/points/conversions/", agreed, key="convert-1") for _ in range(3)]
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1

    points = store.get(f"/points/{points['id']}/").json()
    assert (points["balance"], points["pending"]) == (105, 0)
    assert store.get(f"/wallets/{wallet['id']}/").json()["available"] == money("4.00")
    lines = store.get(f"/points/{points['id']}/statement/").json()["results"]
    assert [(line["kind"], line["amount"], line["balance_after"]) for line in lines] == [
        ("points_converted", -400, 105),
        ("reward_matured", 480, 505),
        ("reward_granted", 25, 25),
    ]
    (line,) = store.get(f"/wallets/{wallet['id']}/statement/").json()["results"]
    assert (line["kind"], line["amount"]) == ("points_converted", money("4.00"))
    assert line["journal_entry"] == answers[0].json()["journal_entry"] == lines[0]["journal_entry"]
    assert differences() == set()
