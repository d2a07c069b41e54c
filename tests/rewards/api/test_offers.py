"""Offers, vouchers and scratch cards over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rewards.models import Offer, OfferRedemption, ScratchCard, Voucher
from tests.factories.offers import age_voucher, make_card, make_game, make_offer, make_voucher, with_points
from tests.factories.wallets import make_user, make_wallet
from tests.support.api import as_browser, as_store, money, problem
from tests.support.rewards import amounts, everything
from wallet_project.core.api.callers import reference_of
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db

TABLES = (Offer, OfferRedemption, Voucher, ScratchCard)


def state():
    return everything(), [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def redeem(offer):
    return f"/offers/{offer.pk}/redeem/"


def of(customer):
    return {"customer": reference_of(customer)}


def test_an_offer_says_what_it_costs_and_what_a_customer_lacks():
    make_offer(points=100, minimum_order=2000)
    user = with_points(60).customer
    (for_store,) = as_store("wallets:read").get("/offers/").json()["results"]
    assert (for_store["points"], for_store["gives"], for_store["amount"]) == (100, "€5.00 off", money("5.00"))
    assert for_store["minimum_order"] == money("20.00")
    assert (for_store["missing"], for_store["problem"]) == (None, None)
    (mine,) = as_browser(user).get("/offers/").json()["results"]
    assert (mine["missing"], mine["problem"]) == (40, "")
    (named,) = as_store().get("/offers/", **of(user)).json()["results"]
    assert named["missing"] == 40
    assert problem(as_store().get("/offers/", customer="nobody")) == (404, "not_found")


def test_points_buy_a_voucher_once_for_a_key():
    account, store = with_points(250), as_store("rewards:write")
    offer = make_offer()
    first, again = (store.post(redeem(offer), of(account.customer), key="k") for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    voucher = Voucher.objects.get()
    assert first.json()["voucher"]["code"] == voucher.code
    assert (first.json()["points"], first.json()["offer"]) == (100, str(offer.pk))
    assert amounts(account)[0] == "150"


def test_a_code_is_shown_to_its_owner_and_not_to_the_store():
    voucher = make_voucher()
    (mine,) = as_browser(voucher.customer).get("/vouchers/").json()["results"]
    assert mine["code"] == voucher.code
    (stores,) = as_store().get("/vouchers/", status="ready", **of(voucher.customer)).json()["results"]
    assert (stores["id"], stores["code"]) == (str(voucher.pk), None)
    assert as_browser(make_user()).get("/vouchers/").json()["results"] == []


@pytest.mark.parametrize(
    ("offer", "points", "expected"),
    [
        ({"points": 101}, 100, (402, "insufficient_funds")),
        ({"ends_at": timezone.now() - timedelta(days=1)}, 100, (409, "invalid_state")),
        ({"tier": "gold"}, 100, (409, "invalid_state")),
    ],
)
def test_an_offer_that_can_not_be_had_moves_nothing(offer, points, expected):
    account, made = with_points(points), make_offer(**offer)
    before = state()
    assert problem(as_browser(account.customer).post(redeem(made), {})) == expected
    assert state() == before


def test_a_frozen_wallet_buys_nothing():
    account, offer = with_points(), make_offer()
    freeze_wallet(wallet_id=make_wallet(customer=account.customer).pk, reason="check")
    before = state()
    assert problem(as_store().post(redeem(offer), of(account.customer))) == (409, "wallet_frozen")
    assert state() == before


def test_nobody_buys_with_anothers_points():
    account, offer = with_points(), make_offer()
    before = state()
    assert problem(as_browser(make_user()).post(redeem(offer), of(account.customer))) == (404, "not_found")
    assert state() == before


def test_a_voucher_says_what_it_takes_off():
    voucher = make_voucher()
    body = of(voucher.customer) | {"code": voucher.code, "lines": [{"amount": money("20.00")}]}
    before = state()
    told = as_store("rewards:write").post("/vouchers/quote/", body, key=None).json()
    assert (told["discount"], told["shares"], told["voucher"]["id"]) == (
        money("5.00"),
        [money("5.00")],
        str(voucher.pk),
    )
    assert state() == before


def test_a_wrong_old_or_foreign_code_is_not_usable():
    voucher = make_voucher()
    body = {"code": voucher.code, "lines": [{"amount": money("20.00")}]}
    quote = "/vouchers/quote/"
    assert problem(as_browser(make_user()).post(quote, body)) == (409, "voucher_not_usable")
    me = as_browser(voucher.customer)
    assert problem(me.post(quote, body | {"code": "AAAA"})) == (409, "voucher_not_usable")
    age_voucher(voucher, days=1)
    assert problem(me.post(quote, body)) == (409, "voucher_not_usable")


def test_codes_can_not_be_guessed_through(settings):
    settings.API_LIMIT_LOOK_UPS = 2
    me = as_browser(make_user())
    body = {"code": "AAAA", "lines": [{"amount": money("20.00")}]}
    answers = [me.post("/vouchers/quote/", body) for _ in range(3)]
    assert [one.status_code for one in answers] == [409, 409, 429]
    assert problem(answers[-1]) == (429, "rate_limited")


def test_a_card_hides_its_prize_until_it_is_scratched():
    game, user, store = make_game((500, 1)), make_user(), as_store("rewards:write")
    granted = store.post("/scratch-cards/", of(user) | {"game": str(game.pk), "reason": "Thanks"}, key="k")
    assert (granted.status_code, granted.json()["won"], granted.json()["status"]) == (201, None, "granted")
    again = store.post("/scratch-cards/", of(user) | {"game": str(game.pk), "reason": "Thanks"}, key="k")
    assert again.content == granted.content
    path = f"/scratch-cards/{granted.json()['id']}/scratch/"
    first, second = (as_browser(user).post(path) for _ in range(2))
    assert first.json() == second.json()
    assert (first.json()["won"], first.json()["status"]) == (money("5.00"), "scratched")
    assert amounts(user.reward_wallets.get())[0] == "5.00"
    (listed,) = as_store().get("/scratch-cards/", status="scratched", **of(user)).json()["results"]
    assert listed["won"] == money("5.00")


def test_a_card_that_ended_or_is_anothers_wins_nothing():
    card = make_card()
    before = state()
    path = f"/scratch-cards/{card.pk}/scratch/"
    assert problem(as_browser(make_user()).post(path)) == (404, "not_found")
    assert state() == before
    ScratchCard.objects.update(expires_at=timezone.now() - timedelta(days=1))
    before = state()
    assert problem(as_browser(card.customer).post(path)) == (409, "invalid_state")
    assert state() == before


def test_a_game_whose_budget_is_gone_gives_no_card():
    game = make_game((500, 1), budget=400)
    body = of(make_user()) | {"game": str(game.pk)}
    assert problem(as_store().post("/scratch-cards/", body)) == (409, "invalid_state")
    assert not ScratchCard.objects.exists()
