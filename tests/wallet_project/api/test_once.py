"""Each kind of movement: the same key many times at once, with another body, and after a kill -9, is one
effect with the same bytes. Payments and refunds have more of these tests of their own."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import Any

import pytest

from rewards.enums import POINTS
from rewards.services import open_all_wallets
from tests.factories.rewards import make_program, make_reward_wallet
from tests.factories.wallets import credit, make_wallet
from tests.support.api import as_store, money, problem
from tests.support.crashes import run_to_death
from tests.support.payments import make_captured
from tests.support.rewards import everything
from tests.support.threads import at_once
from wallet_project.core.api.callers import reference_of
from wallets.ledger.models import JournalEntry
from wallets.models import Hold, TopUp, Wallet

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Movement:
    """A call that moves money, and the same with another amount."""

    path: str
    body: dict[str, Any]
    other: dict[str, Any]
    entries: int = 1


def adjusted(verb):
    wallet = make_wallet("50")
    body = {"amount": money("10.00"), "reason": "goodwill"}
    return Movement(f"/wallets/{wallet.pk}/{verb}/", body, {**body, "amount": money("11.00")})


def rewarded(store):
    wallet = make_reward_wallet("50")
    body = {"amount": money("10.00"), "reason": "goodwill"}
    return Movement(f"/reward-wallets/{wallet.pk}/credits/", body, {**body, "amount": money("11.00")})


def sent(store):
    wallet, to = make_wallet("50"), make_wallet()
    body = {
        "wallet": str(wallet.pk),
        "to_customer": reference_of(to.customer),
        "amount": money("10.00"),
    }
    return Movement("/transfers/", body, {**body, "amount": money("11.00")})


def converted(store):
    make_program()
    account = make_reward_wallet("1250", POINTS)
    open_all_wallets(customer_id=account.customer_id)
    credit(Wallet.objects.get(customer=account.customer), "1.00")
    body = {"customer": reference_of(account.customer), "points": 1000}
    return Movement("/points/conversions/", body, {**body, "points": 500})


def held(store):
    wallet = make_wallet("50")
    body = {"wallet": str(wallet.pk), "amount": money("10.00")}
    return Movement("/holds/", body, {**body, "amount": money("11.00")})


def refunded(store):
    body = {
        "payment": make_captured(store, make_wallet("50")),
        "amount": money("5.00"),
        "reason": "damaged",
        "destination": "wallet",
    }
    return Movement("/refunds/", body, {**body, "amount": money("6.00")})


def topped_up(store):
    """Nothing is booked before the customer has paid."""
    wallet = make_wallet()
    body = {"amount": money("20.00"), "payment_method": "checkout", "return_url": "https://shop.test/"}
    return Movement(f"/wallets/{wallet.pk}/top-ups/", body, {**body, "amount": money("21.00")}, entries=0)


MOVEMENTS = {
    "credit": lambda store: adjusted("credits"),
    "debit": lambda store: adjusted("debits"),
    "reward credit": rewarded,
    "transfer": sent,
    "conversion": converted,
    "hold": held,
    "refund": refunded,
    "top-up": topped_up,
}
all_movements = pytest.mark.parametrize("name", sorted(MOVEMENTS))


@pytest.fixture(autouse=True)
def _ports(settings):
    settings.CHECKOUT_ORDERS = "wallet_project.storefront.order_port.StorefrontOrders"
    settings.REFUNDS_ORDERS = "wallet_project.storefront.refund_port.StorefrontOrderLines"
    settings.API_CLAIM_SECONDS = 0.1


@pytest.fixture
def store(fake):
    return as_store()


def state():
    return everything(), list(Hold.objects.values_list("pk", "status")), TopUp.objects.count()


@all_movements
def test_twenty_at_once_are_one_effect_with_the_same_bytes(name, store, settings):
    settings.API_CLAIM_SECONDS = 30
    movement = MOVEMENTS[name](store)
    before = JournalEntry.objects.count()
    answers = at_once(lambda: store.post(movement.path, movement.body, key="k"), times=20)
    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    assert sum("Idempotency-Replayed" not in one.headers for one in answers) == 1
    assert JournalEntry.objects.count() - before == movement.entries


@all_movements
def test_another_body_with_the_same_key_is_refused_and_moves_nothing(name, store):
    movement = MOVEMENTS[name](store)
    first = store.post(movement.path, movement.body, key="k")
    before = state()
    answer = store.post(movement.path, movement.other, key="k")
    assert (first.status_code, problem(answer)) == (201, (422, "idempotency_conflict"))
    assert state() == before


@pytest.mark.parametrize("name", ["conversion", "credit", "transfer"])
def test_killed_before_its_answer_was_kept_it_has_not_happened_and_the_key_does_it_once(name, store, fake):
    movement = MOVEMENTS[name](store)
    before = state()
    kill(fake, store, movement, method="answer")
    assert state() == before
    the_same_twice(store, movement)
    assert state()[0] != before[0]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_top_up_killed_beside_the_gateway_opens_one_page(moment, store, fake):
    movement = topped_up(store)
    kill(fake, store, movement, method="create_checkout", moment=moment)
    opened = the_same_twice(store, movement)
    assert (opened["status"], TopUp.objects.count()) == ("open", 1)
    assert len({call["idempotency_key"] for call in fake.calls("/v1/checkout/sessions")}) == 1
    fake.pay(opened["checkout_url"])


def kill(fake, store, movement, *, method, moment=""):
    told = {"path": movement.path, "body": movement.body, "key": "k", "headers": store.headers}
    told |= {"method": method, "moment": moment}
    assert run_to_death("tests.support.dying_call", told, fake) == -signal.SIGKILL


def the_same_twice(store, movement):
    """The answer to the same call after the crash, asked for two times; it happened once."""
    entries = JournalEntry.objects.count()
    first, again = (store.post(movement.path, movement.body, key="k") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert JournalEntry.objects.count() - entries == movement.entries
    return first.json()
