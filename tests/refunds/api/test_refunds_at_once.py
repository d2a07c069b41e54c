"""Refunds over HTTP, many at the same moment, and with the gateway."""

import pytest

from refunds.models import Refund
from tests.factories.checkout import at_the_gateway, make_saved_card
from tests.factories.refunds import make_limits
from tests.factories.wallets import balances, make_wallet
from tests.support.api import as_store, money
from tests.support.payments import RETURN_URL, make_captured, order
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def wanted(payment, amount, **fields):
    reason = {"reason": "damaged", "destination": "wallet"}
    return {"payment": payment, "amount": money(amount), **reason, **fields}


def paid_by_card(store, fake, total="20.00"):
    wallet = make_wallet("8.00")
    card = str(make_saved_card(wallet, fake).pk)
    answer = store.post("/payments/", order(wallet, total, return_url=RETURN_URL, payment_method=card))
    assert answer.json()["status"] == "captured"
    return wallet, answer.json()["id"]


def test_two_hundred_equal_refunds_are_one(store):
    wallet = make_wallet("50")
    body = wanted(make_captured(store, wallet), "5.00")
    answers = at_once(lambda: store.post("/refunds/", body, key="k"), times=200)
    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    assert sum("Idempotency-Replayed" not in one.headers for one in answers) == 1
    assert (Refund.objects.count(), balances(wallet)) == (1, ("35.00", "0.00"))


def test_many_refunds_with_many_keys_give_back_no_more_than_was_captured(store):
    wallet = make_wallet("50")
    body = wanted(make_captured(store, wallet), "8.00")
    answers = at_once(lambda: store.post("/refunds/", body), times=8)
    assert sorted(one.status_code for one in answers) == [201] * 2 + [422] * 6
    assert balances(wallet) == ("46.00", "0.00")


def test_many_approvals_at_once_pay_once(store):
    make_limits(keys_each=1)
    wallet = make_wallet("50")
    refund = store.post("/refunds/", wanted(make_captured(store, wallet), "5.00")).json()["id"]
    another = as_store("refunds:write")
    answers = at_once(lambda: another.post(f"/refunds/{refund}/approve/"), times=8)
    assert {one.json()["status"] for one in answers} == {"done"}
    assert balances(wallet) == ("35.00", "0.00")


def test_a_refund_to_the_card_goes_to_the_gateway_once(store, fake):
    wallet, payment = paid_by_card(store, fake)
    body = wanted(payment, "20.00", destination="original")
    answers = at_once(lambda: store.post("/refunds/", body, key="k"), times=10)
    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    assert [(one["target"], one["status"]) for one in answers[0].json()["parts"]] == [
        ("wallet", "done"),
        ("original", "done"),
    ]
    assert (at_the_gateway(), balances(wallet)) == (0, ("8.00", "0.00"))


def test_an_approved_refund_to_the_card_is_sent(store, fake):
    make_limits(keys_each=1)
    _wallet, payment = paid_by_card(store, fake)
    asked = store.post("/refunds/", wanted(payment, "20.00", destination="original"))
    assert (asked.status_code, at_the_gateway()) == (202, 1200)
    approved = as_store("refunds:write").post(f"/refunds/{asked.json()['id']}/approve/")
    assert (approved.json()["status"], at_the_gateway()) == ("done", 0)


def test_a_gateway_that_is_down_leaves_the_refund_on_its_way(store, fake, settings):
    from wallets.gateways.registry import get_gateway

    wallet, payment = paid_by_card(store, fake)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    get_gateway.cache_clear()
    answer = store.post("/refunds/", wanted(payment, "20.00", destination="original"))
    assert (answer.status_code, answer.json()["status"]) == (201, "processing")
    assert (balances(wallet), at_the_gateway()) == (("8.00", "0.00"), 1200)
