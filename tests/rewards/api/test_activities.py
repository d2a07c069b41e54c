"""What customers do to earn, told over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rewards.enums import POINTS, Activity
from rewards.models import Accrual, ActivityRecord
from rewards.services import open_reward_wallet
from tests.factories.earning import make_fixed_rule, make_rule
from tests.factories.wallets import make_user
from tests.support.api import as_browser, as_store, money, problem
from tests.support.rewards import amounts, everything
from tests.support.threads import at_once
from wallet_project.core.api.callers import reference_of

PATH = "/activities/"
pytestmark = pytest.mark.django_db


def review(user, **more):
    return {"customer": reference_of(user), "kind": "review", "reference": "review:1"} | more


def purchase(user, amount="80.00", **more):
    told = {"customer": reference_of(user), "kind": "purchase", "reference": "A-1", "amount": money(amount)}
    return told | more


def points_of(user):
    return amounts(open_reward_wallet(customer_id=user.pk, currency=POINTS))


def test_a_purchase_earns_by_the_rules_and_says_why():
    make_rule(name="A point for each euro")
    user = make_user(reference="shop-1")
    answer = as_store("rewards:write").post(PATH, purchase(user))
    assert answer.status_code == 201
    told = answer.json()
    (earned,) = told.pop("earned")
    assert {name: told[name] for name in ("customer", "kind", "reference", "amount")} == {
        "customer": "shop-1",
        "kind": "purchase",
        "reference": "A-1",
        "amount": money("80.00"),
    }
    assert (earned["points"], earned["amount"], earned["status"]) == (80, None, "available")
    assert len(earned["story"]) == 1
    assert points_of(user) == ("80", "0", "0")


def test_what_can_still_be_returned_is_pending():
    make_rule()
    user = make_user()
    until = timezone.now().replace(microsecond=0) + timedelta(days=14)
    answer = as_store().post(PATH, purchase(user, available_at=until.isoformat()))
    (earned,) = answer.json()["earned"]
    assert (earned["status"], earned["available_at"]) == (
        "pending",
        until.isoformat().replace("+00:00", "Z"),
    )
    assert points_of(user) == ("0", "0", "80")


def test_lines_and_rewards_count_as_the_rules_say():
    make_rule(excluded_categories=["gifts"])
    user = make_user()
    lines = [
        {"amount": money("50.00"), "product": "pot", "category": "coffee", "quantity": 2},
        {"amount": money("30.00"), "category": "gifts"},
    ]
    as_store().post(PATH, purchase(user, lines=lines, paid_by_rewards=money("8.00")))
    assert points_of(user) == ("45", "0", "0")  # 50 less its share of the 8


@pytest.mark.parametrize(
    ("kind", "activity"),
    [
        ("review", Activity.REVIEW),
        ("referral", Activity.REFERRAL),
        ("share", Activity.SOCIAL_SHARE),
        ("sign_up", Activity.SIGN_UP),
        ("birthday", Activity.BIRTHDAY),
        ("custom", Activity.CUSTOM),
    ],
)
def test_every_kind_earns_by_its_rule(kind, activity):
    make_fixed_rule(activity, 25)
    user = make_user()
    answer = as_store().post(PATH, review(user, kind=kind))
    assert (answer.status_code, answer.json()["kind"], answer.json()["amount"]) == (201, kind, None)
    assert points_of(user) == ("25", "0", "0")
    assert ActivityRecord.objects.get().activity == activity


def test_without_a_rule_it_earns_nothing_and_is_noted():
    user = make_user()
    answer = as_store().post(PATH, review(user))
    assert (answer.status_code, answer.json()["earned"]) == (201, [])
    assert ActivityRecord.objects.filter(customer=user).count() == 1


def test_a_repeated_reference_earns_once_whatever_the_key():
    make_fixed_rule(Activity.REVIEW, 25)
    user, store = make_user(), as_store()
    first, again = (store.post(PATH, review(user)) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert points_of(user) == ("25", "0", "0")


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_earn_once():
    make_fixed_rule(Activity.REVIEW, 25)
    user, store = make_user(), as_store()
    open_reward_wallet(customer_id=user.pk, currency=POINTS)
    answers = at_once(lambda: store.post(PATH, review(user)), times=50)
    assert sorted(one.status_code for one in answers) == [200] * 49 + [201]
    assert len({one.content for one in answers}) == 1
    assert points_of(user) == ("25", "0", "0")
    assert Accrual.objects.count() == 1


REFUSED = [
    ({"kind": "review", "amount": money("5.00")}, (400, "invalid_input")),
    ({"kind": "review", "amount": None}, (400, "invalid_input")),
    ({"kind": "theft"}, (400, "invalid_input")),
    ({"reference": ""}, (400, "invalid_input")),
    ({"amount": money("0.00")}, (400, "amount_out_of_range")),
    ({"amount": money("5.001")}, (400, "too_many_decimals")),
    ({"lines": [{"amount": money("5.00", "USD")}]}, (422, "currency_mismatch")),
    ({"paid_by_rewards": money("80.01")}, (400, "amount_out_of_range")),
    ({"customer": "nobody"}, (404, "not_found")),
    ({"referense": "typo"}, (400, "invalid_input")),
]


@pytest.mark.parametrize(("change", "expected"), REFUSED)
def test_what_is_refused_earns_nothing(change, expected, settings):
    settings.CURRENCIES = ["EUR", "USD"]
    make_rule()
    make_fixed_rule(Activity.REVIEW, 25)
    user = make_user()
    before = everything()
    assert problem(as_store().post(PATH, purchase(user) | change)) == expected
    assert everything() == before
    assert not ActivityRecord.objects.exists()


def test_a_purchase_needs_its_amount():
    body = purchase(make_user())
    del body["amount"]
    assert problem(as_store().post(PATH, body)) == (400, "invalid_input")
    assert not ActivityRecord.objects.exists()


def test_a_reference_with_another_amount_is_a_conflict_and_earns_nothing_more():
    make_rule()
    user, store = make_user(), as_store()
    store.post(PATH, purchase(user))
    before = everything()
    assert problem(store.post(PATH, purchase(user, "90.00"))) == (422, "idempotency_conflict")
    assert everything() == before


def test_customers_can_not_reward_themselves():
    make_fixed_rule(Activity.REVIEW, 25)
    user = make_user()
    assert problem(as_browser(user).post(PATH, review(user))) == (403, "store_only")
    assert not ActivityRecord.objects.exists()


def test_what_was_no_activity_is_taken_back_once():
    make_fixed_rule(Activity.REVIEW, 25)
    user, store = make_user(), as_store()
    store.post(PATH, review(user))
    for _ in range(2):
        answer = store.post("/activities/take-back/", review(user))
        assert (answer.status_code, answer.json()["earned"][0]["status"]) == (200, "clawed_back")
    assert points_of(user) == ("0", "0", "0")
    unknown = review(user, reference="review:2")
    assert problem(store.post("/activities/take-back/", unknown)) == (404, "not_found")


def test_activities_are_listed_with_what_they_earned():
    make_fixed_rule(Activity.REVIEW, 25)
    make_rule()
    user, other, store = make_user(), make_user(), as_store()
    for body in (review(user), purchase(user), review(other)):
        store.post(PATH, body)
    mine = as_browser(user).get(PATH).json()["results"]
    assert [(row["kind"], row["earned"][0]["points"]) for row in mine] == [("purchase", 80), ("review", 25)]
    found = store.get(PATH, kind="review", customer=reference_of(other)).json()["results"]
    assert [row["customer"] for row in found] == [reference_of(other)]
    assert len(store.get(PATH, reference="A-1").json()["results"]) == 1
