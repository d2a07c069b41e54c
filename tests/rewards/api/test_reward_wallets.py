"""Reward wallets and points over HTTP."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from rewards.enums import POINTS
from rewards.models import CreditLot, RewardAdjustment
from tests.factories.rewards import add_rewards, make_reward_wallet
from tests.factories.wallets import make_staff
from tests.support.api import as_browser, as_store, money, problem
from tests.support.rewards import amounts, earn, everything, hold
from wallet_project.core.api.callers import reference_of

pytestmark = pytest.mark.django_db


def stamp(moment):
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def with_all_amounts(currency="EUR"):
    """10 that never expire, 4 that go tomorrow, 3 that are gone; 2 held, 5 to come."""
    wallet = make_reward_wallet("10", currency)
    tomorrow = add_rewards(wallet, "4", days=1).expires_at
    gone = add_rewards(wallet, "3", days=1)
    CreditLot.objects.filter(pk=gone.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    earn(wallet, "5", days=10)
    return wallet, tomorrow


def test_a_reward_wallet_says_what_it_holds_and_what_goes_next():
    wallet, tomorrow = with_all_amounts()
    hold(wallet, "2", now=timezone.now())
    answer = as_store("wallets:read").get(f"/reward-wallets/{wallet.pk}/")
    assert answer.json() == {
        "id": str(wallet.pk),
        "customer": f"cus_{wallet.customer_id}",
        "currency": "EUR",
        "balance": money("14.00"),
        "held": money("2.00"),
        "available": money("12.00"),
        "pending": money("5.00"),
        "expiring": {"amount": money("2.00"), "at": stamp(tomorrow)},
    }


def test_points_are_whole_numbers():
    account, tomorrow = with_all_amounts(POINTS)
    answer = as_store("wallets:read").get(f"/points/{account.pk}/")
    assert answer.json() == {
        "id": str(account.pk),
        "customer": f"cus_{account.customer_id}",
        "balance": 14,
        "held": 0,
        "available": 14,
        "pending": 5,
        "expiring": {"points": 4, "at": stamp(tomorrow)},
    }


def test_points_are_no_reward_wallet_and_money_is_no_points_account():
    wallet = make_reward_wallet("5")
    account = make_reward_wallet("7", POINTS, customer=wallet.customer)
    me = as_browser(wallet.customer)
    assert [row["id"] for row in me.get("/reward-wallets/").json()["results"]] == [str(wallet.pk)]
    assert [row["id"] for row in me.get("/points/").json()["results"]] == [str(account.pk)]
    assert problem(me.get(f"/reward-wallets/{account.pk}/")) == (404, "not_found")
    assert problem(me.get(f"/points/{wallet.pk}/")) == (404, "not_found")


def test_the_store_finds_the_wallets_of_one_customer():
    wallet = make_reward_wallet("5")
    make_reward_wallet("6")
    asked = {"customer": reference_of(wallet.customer), "currency": "EUR"}
    found = as_store().get("/reward-wallets/", **asked).json()["results"]
    assert [row["id"] for row in found] == [str(wallet.pk)]
    assert as_store().get("/reward-wallets/", currency="USD").json()["results"] == []


def test_a_statement_tells_every_movement_in_money_or_points():
    wallet = make_reward_wallet("5")
    account = make_reward_wallet("7", POINTS)
    (line,) = as_store().get(f"/reward-wallets/{wallet.pk}/statement/").json()["results"]
    assert (line["kind"], line["amount"], line["balance_after"]) == (
        "reward_granted",
        money("5.00"),
        money("5.00"),
    )
    (line,) = as_store().get(f"/points/{account.pk}/statement/", kind="reward_granted").json()["results"]
    assert (line["amount"], line["balance_after"]) == (7, 7)
    assert as_store().get(f"/points/{account.pk}/statement/", kind="hold_placed").json()["results"] == []


def test_a_past_balance_is_told():
    wallet = make_reward_wallet("5")
    before = as_store().get(f"/reward-wallets/{wallet.pk}/balance/", at="2020-01-01T00:00:00Z").json()
    assert before["balance"] == money("0.00")
    now = as_store().get(f"/reward-wallets/{wallet.pk}/balance/").json()
    assert (now["available"], now["held"], now["pending"]) == (money("5.00"), money("0.00"), money("0.00"))
    account = make_reward_wallet("7", POINTS)
    assert as_store().get(f"/points/{account.pk}/balance/").json()["balance"] == 7


def test_lots_say_where_they_came_from_and_what_is_left():
    wallet, _tomorrow = with_all_amounts()
    path = f"/reward-wallets/{wallet.pk}/lots/"
    lots = as_store().get(path).json()["results"]
    assert [lot["remaining"] for lot in lots] == [money("3.00"), money("4.00"), money("10.00")]
    assert {lot["source"] for lot in lots} == {"adjustment"}
    usable = as_store().get(path, usable="true").json()["results"]
    assert [lot["amount"] for lot in usable] == [money("4.00"), money("10.00")]
    gone = as_store().get(path, usable="false").json()["results"]
    assert [lot["amount"] for lot in gone] == [money("3.00")]
    assert as_store().get(path, source="campaign").json()["results"] == []


def test_a_credit_is_a_lot_with_its_expiry_and_a_debit_takes_it():
    wallet, store = make_reward_wallet(), as_store("rewards:write")
    until = stamp(timezone.now().replace(microsecond=0) + timedelta(days=30))
    body = {"amount": money("10.00"), "reason": "promotion", "customer_note": "Hello", "expires_at": until}
    credited = store.post(f"/reward-wallets/{wallet.pk}/credits/", body)
    assert credited.status_code == 201
    assert credited.json()["expires_at"] == until
    debit = {"amount": money("4.00"), "reason": "correction"}
    assert store.post(f"/reward-wallets/{wallet.pk}/debits/", debit).json()["direction"] == "debit"
    lot = CreditLot.objects.get(wallet=wallet)
    assert (lot.remaining, stamp(lot.expires_at), lot.note) == (600, until, "Hello")


def test_points_are_credited_and_debited():
    account, store = make_reward_wallet(currency=POINTS), as_store("rewards:write")
    credited = store.post(f"/points/{account.pk}/credits/", {"points": 500, "reason": "promotion"})
    assert (credited.status_code, credited.json()["points"]) == (201, 500)
    store.post(f"/points/{account.pk}/debits/", {"points": 200, "reason": "abuse"})
    assert amounts(account) == ("300", "0", "0")


REFUSED = [
    ("credits", {"amount": money("5.00", "USD")}, (422, "currency_mismatch")),
    ("credits", {"amount": money("5.001")}, (400, "too_many_decimals")),
    ("credits", {"amount": money("-5.00")}, (400, "amount_out_of_range")),
    ("credits", {"expires_at": "2020-01-01T00:00:00Z"}, (400, "amount_out_of_range")),
    ("credits", {"expires_at": "9999-12-31T23:59:59Z"}, (400, "invalid_input")),
    ("credits", {"reason": "because"}, (400, "invalid_input")),
    ("credits", {"customer_nte": "typo"}, (400, "invalid_input")),
    ("debits", {"amount": money("6.00")}, (402, "insufficient_funds")),
]


@pytest.mark.parametrize(("verb", "change", "expected"), REFUSED)
def test_what_is_refused_moves_nothing(verb, change, expected):
    wallet, store = make_reward_wallet("5"), as_store("rewards:write")
    before = everything()
    body = {"amount": money("5.00"), "reason": "goodwill"} | change
    answer = store.post(f"/reward-wallets/{wallet.pk}/{verb}/", body)
    assert problem(answer) == expected
    assert everything() == before


@pytest.mark.parametrize("points", [0, -1, 1.5, "5", True, 10**13, None])
def test_what_are_no_points_is_refused_and_moves_nothing(points):
    account, store = make_reward_wallet("5", POINTS), as_store("rewards:write")
    before = everything()
    answer = store.post(f"/points/{account.pk}/credits/", {"points": points, "reason": "goodwill"})
    assert problem(answer) == (400, "invalid_input")
    assert everything() == before


def test_a_debit_of_more_says_how_much_there_is():
    account, store = make_reward_wallet("5", POINTS), as_store("rewards:write")
    answer = store.post(f"/points/{account.pk}/debits/", {"points": 6, "reason": "goodwill"})
    assert problem(answer) == (402, "insufficient_funds")
    assert answer.json()["available"] == money("5", "PTS")
    assert amounts(account) == ("5", "0", "0")


def test_a_key_made_for_staff_may_do_what_they_may():
    wallet = make_reward_wallet("5")
    store = as_store("rewards:write", acts_for_id=make_staff().pk)
    body = {"amount": money("5.00"), "reason": "goodwill"}
    before = everything()
    assert problem(store.post(f"/reward-wallets/{wallet.pk}/credits/", body)) == (403, "permission_denied")
    assert everything() == before
    staff = make_staff("rewards.adjust_rewards_unlimited")
    store = as_store("rewards:write", acts_for_id=staff.pk)
    assert store.post(f"/reward-wallets/{wallet.pk}/credits/", body).status_code == 201
    assert RewardAdjustment.objects.get(wallet=wallet, actor=staff).amount == 500


def test_the_same_key_for_another_amount_is_a_conflict_and_moves_nothing():
    account, store = make_reward_wallet("5", POINTS), as_store("rewards:write")
    path = f"/points/{account.pk}/credits/"
    store.post(path, {"points": 5, "reason": "goodwill"}, key="k")
    answer = store.post(path, {"points": 6, "reason": "goodwill"}, key="k")
    assert problem(answer) == (422, "idempotency_conflict")
    assert amounts(account) == ("10", "0", "0")


def test_pages_lead_on():
    made = [str(make_reward_wallet(currency=POINTS).pk) for _ in range(3)][::-1]
    store = as_store()
    first = store.get("/points/", page_size=2).json()
    assert [row["id"] for row in first["results"]] == made[:2]
    second = store.client.get(first["next"], headers=store.headers).json()
    assert [row["id"] for row in second["results"]] == made[2:]


def test_a_wallet_costs_two_queries(query_count):
    wallet, store = make_reward_wallet("50"), as_store("wallets:read")
    with query_count(2):
        store.get(f"/reward-wallets/{wallet.pk}/")
