"""Points turned into money over HTTP."""

import pytest

from rewards.enums import POINTS, ConversionTarget
from rewards.models import PointsConversion
from rewards.services import open_all_wallets
from tests.factories.rewards import make_program, make_reward_wallet
from tests.factories.wallets import balances
from tests.support.api import as_browser, as_store, money, problem
from tests.support.rewards import amounts, everything
from wallet_project.core.api.callers import reference_of
from wallets.models import Wallet
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db

QUOTE, CONVERT = "/points/conversions/quote/", "/points/conversions/"


def with_points(points=1250):
    account = make_reward_wallet(str(points), POINTS)
    open_all_wallets(customer_id=account.customer_id)
    return account, Wallet.objects.get(customer=account.customer)


def asked(account, points=1000, **more):
    return {"customer": reference_of(account.customer), "points": points} | more


def test_a_quote_says_what_it_gives_and_where_and_moves_nothing():
    make_program(step=100)
    account, wallet = with_points()
    before = everything()
    answer = as_store("rewards:write").post(QUOTE, asked(account, 1020), key=None)
    assert answer.status_code == 200
    assert answer.json() == {
        "points": 1000,
        "value": money("10.00"),
        "kept": 250,
        "target": "wallet",
        "wallet": str(wallet.pk),
    }
    assert everything() == before


def test_a_conversion_moves_points_and_money_once_for_a_key():
    make_program()
    account, wallet = with_points()
    store = as_store("rewards:write")
    first = store.post(CONVERT, asked(account, value=money("10.00")), key="k")
    again = store.post(CONVERT, asked(account, value=money("10.00")), key="k")
    assert (first.status_code, first.content) == (201, again.content)
    done = PointsConversion.objects.get()
    assert first.json() | {"created_at": ""} == {
        "id": str(done.pk),
        "points_account": str(account.pk),
        "points": 1000,
        "value": money("10.00"),
        "target": "wallet",
        "wallet": str(wallet.pk),
        "journal_entry": str(done.entry_id),
        "created_at": "",
    }
    assert (amounts(account)[0], balances(wallet)) == ("250", ("10.00", "0.00"))


def test_it_may_go_to_the_reward_wallet():
    make_program(target=ConversionTarget.REWARD_WALLET)
    account, _wallet = with_points()
    rewards = make_reward_wallet(customer=account.customer)
    store = as_store("rewards:write")
    assert store.post(QUOTE, asked(account)).json()["wallet"] == str(rewards.pk)
    done = store.post(CONVERT, asked(account)).json()
    assert (done["target"], done["wallet"]) == ("reward_wallet", str(rewards.pk))
    assert amounts(rewards)[0] == "10.00"


def test_a_customer_converts_for_themselves_and_for_nobody_else():
    make_program()
    account, _wallet = with_points()
    other, _its = with_points()
    me = as_browser(account.customer)
    assert me.post(CONVERT, {"points": 300}).json()["points_account"] == str(account.pk)
    before = everything()
    assert problem(me.post(CONVERT, asked(other))) == (404, "not_found")
    assert problem(me.post(QUOTE, asked(other))) == (404, "not_found")
    assert everything() == before
    assert problem(as_browser(other.customer).get(f"{CONVERT}{PointsConversion.objects.get().pk}/")) == (
        404,
        "not_found",
    )


def test_conversions_are_listed_by_customer():
    make_program()
    account, _wallet = with_points()
    other, _its = with_points()
    store = as_store()
    ids = [store.post(CONVERT, asked(one)).json()["id"] for one in (account, other)]
    found = store.get(CONVERT, customer=reference_of(account.customer)).json()["results"]
    assert [row["id"] for row in found] == ids[:1]
    assert [row["id"] for row in store.get(CONVERT).json()["results"]] == ids[::-1]
    assert store.get(CONVERT, until="2020-01-01T00:00:00Z").json()["results"] == []
    assert store.get(f"{CONVERT}{ids[0]}/").json()["wallet"] == found[0]["wallet"]


REFUSED = [
    ({"points": 1300}, (402, "insufficient_funds")),
    ({"points": 99}, (400, "amount_out_of_range")),
    ({"value": money("9.00")}, (409, "invalid_state")),
    ({"currency": "USD"}, (409, "invalid_state")),
    ({"currency": "XXX"}, (400, "invalid_input")),
    ({"customer": "nobody"}, (404, "not_found")),
]


@pytest.mark.parametrize(("change", "expected"), REFUSED)
def test_what_is_refused_moves_nothing(change, expected, settings):
    settings.CURRENCIES = ["EUR", "USD"]
    make_program(minimum=100)
    account, _wallet = with_points()
    before = everything()
    assert problem(as_store().post(CONVERT, asked(account) | change)) == expected
    assert everything()[0] == before[0]
    if "value" not in change:
        assert problem(as_store().post(QUOTE, asked(account) | change)) == expected


def test_a_day_has_its_most():
    make_program(most_per_day=500)
    account, _wallet = with_points()
    before = everything()
    answer = as_store().post(CONVERT, asked(account, 600))
    assert problem(answer) == (400, "amount_out_of_range")
    assert answer.json()["rest"] == 500
    assert everything() == before


def test_without_a_program_nothing_is_converted():
    account, _wallet = with_points()
    before = everything()
    for path in (QUOTE, CONVERT):
        assert problem(as_store().post(path, asked(account))) == (409, "invalid_state")
    assert everything() == before


def test_a_frozen_wallet_gets_nothing():
    make_program()
    account, wallet = with_points()
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    before = everything()
    assert problem(as_store().post(CONVERT, asked(account))) == (409, "wallet_frozen")
    assert everything() == before
