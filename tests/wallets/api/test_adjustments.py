"""Credits and debits by hand over HTTP: alone up to the limit of whom the key acts for, then waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from notifications.models import OutboxMessage
from rewards.enums import POINTS
from rewards.models import RewardAdjustment, RewardAdjustmentRequest
from rewards.services import approve_reward_adjustment, reject_reward_adjustment
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import make_staff, make_wallet
from tests.support.api import as_store, money, problem
from tests.support.rewards import everything
from wallet_project.api_access.models import ApiKey
from wallets.models import Adjustment, AdjustmentRequest
from wallets.services import approve_adjustment, reject_adjustment

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Kind:
    """One kind of money: where it is adjusted over HTTP, and who decides on it."""

    path: str
    make: Any
    booked: Any
    asked: Any
    approve: Any
    reject: Any
    permissions: tuple[str, str]
    large: dict[str, Any]

    def key_of_staff(self) -> Any:
        """A key that acts for somebody whose role moves up to 100.00 (of points: 1000) alone."""
        return as_store(acts_for_id=make_staff(self.permissions[0]).pk)


STAFF = ("wallets.adjust_wallet", "wallets.approve_adjustment")
REWARD_STAFF = ("rewards.adjust_rewards", "rewards.approve_reward_adjustment")
REWARDS = (RewardAdjustment, RewardAdjustmentRequest, approve_reward_adjustment, reject_reward_adjustment)
KINDS = {
    "wallet": Kind(
        "/wallets/{}/", lambda: make_wallet("500"), Adjustment, AdjustmentRequest, approve_adjustment,
        reject_adjustment, STAFF, {"amount": money("100.01"), "reference": "A-1"},
    ),
    "reward wallet": Kind(
        "/reward-wallets/{}/", lambda: make_reward_wallet("500"), *REWARDS, REWARD_STAFF,
        {"amount": money("100.01")},
    ),
    "points": Kind(
        "/points/{}/", lambda: make_reward_wallet("50000", POINTS), *REWARDS, REWARD_STAFF, {"points": 20000}
    ),
}  # fmt: skip


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def wallet(kind):
    return kind.make()


@pytest.fixture
def path(kind, wallet):
    return kind.path.format(wallet.pk)


def large(kind, **fields):
    return {**kind.large, "reason": "goodwill", "note": "long call", **fields}


def ask(kind, path, verb="credits", **options):
    """The answer to a call for more than the key's person may move alone."""
    store = kind.key_of_staff()
    return store, store.post(f"{path}{verb}/", large(kind), **options)


@pytest.mark.parametrize("verb", ["credits", "debits"])
def test_above_the_limit_it_waits_and_nothing_moves(kind, wallet, path, verb):
    before, told = everything(), OutboxMessage.objects.count()
    store, answer = ask(kind, path, verb)
    asked = answer.json()
    assert answer.status_code == 202
    assert (asked["status"], asked["approval_required"], asked["journal_entry"]) == ("requested", True, "")
    assert (everything(), OutboxMessage.objects.count()) == (before, told)
    assert store.get(f"{path}adjustments/{asked['id']}/").json() == asked
    assert kind.asked.objects.get().key_line == ApiKey.objects.get().lineage


def test_sent_again_it_is_the_same_request(kind, path):
    store, first = ask(kind, path, key="k")
    again = store.post(f"{path}credits/", large(kind), key="k")
    assert (again.status_code, again.content) == (202, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert kind.asked.objects.count() == 1


def test_approved_it_moves_once_and_keeps_its_id(kind, wallet, path):
    store, answer = ask(kind, path)
    approver = make_staff(kind.permissions[1])
    kind.approve(request_id=answer.json()["id"], approver_id=approver.pk, note="fine")
    now = store.get(f"{path}adjustments/{answer.json()['id']}/").json()
    booked = kind.booked.objects.get(pk=answer.json()["id"])
    assert (now["status"], now["approval_required"]) == ("done", False)
    assert now["journal_entry"] == str(booked.entry_id)
    assert booked.key_line == ApiKey.objects.get().lineage
    assert (
        OutboxMessage.objects.filter(recipient=wallet.customer).latest("pk").data["adjustment"] == now["id"]
    )


def test_rejected_it_says_why_and_nothing_has_moved(kind, path):
    before = everything()
    store, answer = ask(kind, path)
    approver = make_staff(kind.permissions[1])
    kind.reject(request_id=answer.json()["id"], approver_id=approver.pk, reason="Not this month")
    now = store.get(f"{path}adjustments/{answer.json()['id']}/").json()
    assert (now["status"], now["decision_note"]) == ("rejected", "Not this month")
    assert everything() == before


def test_up_to_the_limit_and_by_the_store_itself_it_is_booked_at_once(kind, wallet, path):
    store = as_store()
    answer = store.post(f"{path}credits/", large(kind))
    made = answer.json()
    assert (answer.status_code, made["status"], made["approval_required"]) == (201, "done", False)
    booked = kind.booked.objects.get(pk=made["id"])
    assert (booked.key_line, made["journal_entry"]) == (ApiKey.objects.get().lineage, str(booked.entry_id))
    assert store.get(f"{path}adjustments/{made['id']}/").json() == made


def test_another_wallets_adjustment_is_not_found(kind, path):
    store = as_store()
    made = store.post(f"{path}credits/", large(kind)).json()
    other = kind.path.format(kind.make().pk)
    assert problem(store.get(f"{other}adjustments/{made['id']}/")) == (404, "not_found")


def test_more_than_there_is_is_not_even_asked_for():
    wallet = make_wallet("50")
    store = as_store(acts_for_id=make_staff(STAFF[0]).pk)
    body = {"amount": money("100.01"), "reason": "goodwill"}
    answer = store.post(f"/wallets/{wallet.pk}/debits/", body)
    assert problem(answer) == (402, "insufficient_funds")
    assert not AdjustmentRequest.objects.exists()
