"""Credits and debits by hand over HTTP: alone up to the limit of whom the key acts for, then waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from notifications.models import OutboxMessage
from rewards.enums import POINTS
from rewards.models import RewardAdjustment, RewardAdjustmentRequest
from rewards.services import approve_reward_adjustment, reject_reward_adjustment
from tests.factories.refunds import make_daily_sum
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import make_staff, make_wallet
from tests.support.api import as_browser, as_store, money, problem
from tests.support.rewards import everything
from wallet_project.api_access.models import ApiKey
from wallets.models import Adjustment, AdjustmentRequest, Wallet
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
    scope: str
    large: dict[str, Any]

    def key_of_staff(self) -> Any:
        """A key that acts for somebody whose role moves up to 100.00 (of points: 10 000) alone."""
        return as_store(acts_for_id=make_staff(self.permissions[0]).pk)

    def key_of_second_person(self) -> Any:
        """A key of the one scope needed, that acts for somebody who decides."""
        return as_store(self.scope, acts_for_id=make_staff(self.permissions[1]).pk)


STAFF = ("wallets.adjust_wallet", "wallets.approve_adjustment")
REWARD_STAFF = ("rewards.adjust_rewards", "rewards.approve_reward_adjustment")
REWARDS = (RewardAdjustment, RewardAdjustmentRequest, approve_reward_adjustment, reject_reward_adjustment)
KINDS = {
    "wallet": Kind(
        "/wallets/{}/", lambda: make_wallet("500"), Adjustment, AdjustmentRequest, approve_adjustment,
        reject_adjustment, STAFF, "wallets:write", {"amount": money("100.01"), "reference": "A-1"},
    ),
    "reward wallet": Kind(
        "/reward-wallets/{}/", lambda: make_reward_wallet("500"), *REWARDS, REWARD_STAFF,
        "rewards:write", {"amount": money("100.01")},
    ),
    "points": Kind(
        "/points/{}/", lambda: make_reward_wallet("50000", POINTS), *REWARDS, REWARD_STAFF,
        "rewards:write", {"points": 20000},
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
    assert (now["status"], now["approval_required"], now["decision_note"]) == ("done", False, "fine")
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


DECISIONS = {"approve": {"note": "Heard the call"}, "reject": {"reason": "Not this month"}}
both_decisions = pytest.mark.parametrize("verb", DECISIONS)


def waiting(kind, path, verb="credits"):
    """The path of one that waits, as whoever asked was answered."""
    return f"{path}adjustments/{ask(kind, path, verb)[1].json()['id']}/"


def refused(kind, api, path, verb, **options):
    """Status and code of a decision that was refused: nothing moved, nobody was told, and it still is
    what it was."""

    def state():
        requests = list(kind.asked.objects.order_by("pk").values())
        return everything(), requests, kind.booked.objects.count(), OutboxMessage.objects.count()

    before = state()
    answer = api.post(f"{path}{verb}/", options.pop("body", DECISIONS[verb]), **options)
    assert state() == before
    return problem(answer)


class TestDecisions:
    @pytest.mark.parametrize("verb", ["credits", "debits"])
    def test_a_key_of_a_second_person_approves_and_it_moves_once(self, kind, path, verb):
        waits, second = waiting(kind, path, verb), kind.key_of_second_person()
        asked = kind.asked.objects.get()
        answer = second.post(f"{waits}approve/", {"note": "Heard the call"})
        booked, made = kind.booked.objects.get(pk=asked.pk), answer.json()
        assert (answer.status_code, made["id"], made["status"]) == (200, str(asked.pk), "done")
        assert (made["approval_required"], made["decision_note"]) == (False, "Heard the call")
        assert made["journal_entry"] == str(booked.entry_id)
        assert as_store("wallets:read").get(waits).json() == made
        asked.refresh_from_db()
        assert (booked.actor_id, asked.adjustment_id) == (asked.requester_id, booked.pk)
        assert asked.approver_id == ApiKey.objects.get(scopes=[kind.scope]).acts_for_id

    def test_a_key_of_a_second_person_rejects_with_a_reason(self, kind, path):
        before, waits = everything(), waiting(kind, path)
        answer = kind.key_of_second_person().post(f"{waits}reject/", DECISIONS["reject"])
        told = answer.json()
        assert (answer.status_code, told["status"], told["approval_required"]) == (200, "rejected", False)
        assert (told["decision_note"], told["journal_entry"]) == ("Not this month", "")
        assert as_store("wallets:read").get(waits).json() == told
        assert everything() == before

    @both_decisions
    def test_a_member_of_staff_decides_in_a_session(self, kind, path, verb):
        waits, me = waiting(kind, path), make_staff(kind.permissions[1])
        answer = as_browser(me).post(f"{waits}{verb}/", DECISIONS[verb])
        assert answer.json()["status"] == {"approve": "done", "reject": "rejected"}[verb]
        assert kind.asked.objects.get().approver_id == me.pk

    @both_decisions
    def test_sent_again_it_is_decided_once(self, kind, path, verb):
        waits, second = waiting(kind, path), kind.key_of_second_person()
        first = second.post(f"{waits}{verb}/", DECISIONS[verb], key="k")
        after = everything()
        again = second.post(f"{waits}{verb}/", DECISIONS[verb], key="k")
        other_key = second.post(f"{waits}{verb}/", DECISIONS[verb])
        assert first.content == again.content == other_key.content
        assert "Idempotency-Replayed" not in {*first.headers, *other_key.headers}
        assert again.headers["Idempotency-Replayed"] == "true"
        assert (everything(), kind.asked.objects.count()) == (after, 1)

    @both_decisions
    def test_a_key_is_needed_and_is_for_one_decision(self, kind, path, verb):
        waits, second = waiting(kind, path), kind.key_of_second_person()
        assert refused(kind, second, waits, verb, key=None) == (400, "idempotency_key_required")
        second.post(f"{waits}{verb}/", DECISIONS[verb], key="k")
        other = dict.fromkeys(DECISIONS[verb], "Something else")
        assert refused(kind, second, waits, verb, key="k", body=other) == (422, "idempotency_conflict")

    @both_decisions
    def test_who_asked_does_not_decide(self, kind, path, verb):
        """Not by the key that asked, nor by another of theirs, nor in a session: whatever their role."""
        me = make_staff(*kind.permissions)
        store = as_store(acts_for_id=me.pk)
        asked = store.post(f"{path}credits/", large(kind)).json()
        waits = f"{path}adjustments/{asked['id']}/"
        for api in (store, as_store(acts_for_id=me.pk), as_browser(me)):
            assert refused(kind, api, waits, verb) == (403, "permission_denied")

    @both_decisions
    def test_who_gets_it_does_not_decide(self, kind, wallet, path, verb):
        waits, me = waiting(kind, path), make_staff(kind.permissions[1])
        kind.asked.objects.update(customer=me)
        assert refused(kind, as_browser(me), waits, verb) == (403, "permission_denied")
        assert refused(kind, as_store(acts_for_id=me.pk), waits, verb) == (403, "permission_denied")

    @both_decisions
    def test_nobody_decides_who_may_not(self, kind, wallet, path, verb):
        """A key of the store itself is no person; others have no role, or one that moves less alone."""
        waits = waiting(kind, path)
        without_role = make_staff()
        theirs = as_store(acts_for_id=without_role.pk)
        for api in (as_store(), theirs, as_browser(without_role), kind.key_of_staff()):
            assert refused(kind, api, waits, verb) == (403, "permission_denied")
        assert refused(kind, as_browser(wallet.customer), waits, verb) == (403, "store_only")
        scopes = {"wallets:write", "rewards:write", "refunds:write"} - {kind.scope}
        second = as_store(*scopes, acts_for_id=make_staff(kind.permissions[1]).pk)
        assert refused(kind, second, waits, verb) == (403, "scope_required")

    @both_decisions
    def test_of_another_wallet_or_of_none_there_is_nothing_to_decide(self, kind, path, verb):
        name, second = waiting(kind, path).removeprefix(path), kind.key_of_second_person()
        others = kind.path.format(kind.make().pk)
        nobodys, unknown = kind.path.format(uuid4()), f"adjustments/{uuid4()}/"
        for waits in (f"{others}{name}", f"{nobodys}{name}", f"{path}{unknown}"):
            assert refused(kind, second, waits, verb) == (404, "not_found")

    @both_decisions
    def test_what_does_not_wait_is_not_decided(self, kind, path, verb):
        """Decided by somebody else, overdue, or booked without a second person."""
        second, third = kind.key_of_second_person(), kind.key_of_second_person()
        approved, rejected, overdue = (waiting(kind, path) for _ in range(3))
        second.post(f"{approved}approve/", DECISIONS["approve"])
        second.post(f"{rejected}reject/", DECISIONS["reject"])
        kind.asked.objects.filter(status="requested").update(decide_until=timezone.now())
        booked = as_store().post(f"{path}credits/", large(kind)).json()
        for one in (approved, rejected, overdue, f"{path}adjustments/{booked['id']}/"):
            assert refused(kind, third, one, verb) == (409, "invalid_state")
        assert refused(kind, second, rejected, "approve") == (409, "invalid_state")
        assert refused(kind, second, approved, "reject") == (409, "invalid_state")

    def test_a_debit_of_what_is_gone_is_not_approved_and_still_waits(self, kind, path):
        waits, store = waiting(kind, path, "debits"), as_store()
        rest = {"points": 40000} if "points" in kind.large else {"amount": money("450.00")}
        store.post(f"{path}debits/", {**rest, "reason": "correction"})
        assert refused(kind, kind.key_of_second_person(), waits, "approve") == (402, "insufficient_funds")

    def test_nobody_approves_more_than_their_day_has(self, kind, path):
        waits, second = waiting(kind, path), kind.key_of_second_person()
        currency = POINTS if "points" in kind.large else "EUR"
        make_daily_sum(100, currency)
        assert refused(kind, second, waits, "approve") == (403, "permission_denied")
        make_daily_sum(20000, currency, starts_at=timezone.now())
        assert second.post(f"{waits}approve/", {}).json()["status"] == "done"

    def test_a_rejection_says_why(self, kind, path):
        waits, second = waiting(kind, path), kind.key_of_second_person()
        for body in ({}, {"reason": ""}, {"reason": "  "}, {"note": "x"}):
            assert refused(kind, second, waits, "reject", body=body) == (400, "invalid_input")


class TestLists:
    def test_what_waits_or_was_refused_is_listed_and_nothing_that_is_booked(self, kind, path):
        first, second, third = (waiting(kind, path) for _ in range(3))
        waiting(kind, kind.path.format(kind.make().pk))
        person, store = kind.key_of_second_person(), as_store("wallets:read")
        person.post(f"{first}approve/", DECISIONS["approve"])
        refused = person.post(f"{second}reject/", DECISIONS["reject"]).json()
        waits = store.get(third).json()

        def listed(**filters):
            return store.get(f"{path}adjustments/", **filters).json()["results"]

        assert listed() == [waits, refused]
        assert (listed(status="requested"), listed(status="rejected")) == ([waits], [refused])
        assert listed(status="expired") == listed(until="2020-01-01T00:00:00Z") == []
        assert listed(since="2020-01-01T00:00:00Z") == [waits, refused]
        assert problem(store.get(f"{path}adjustments/", status="approved")) == (400, "invalid_input")
        nobodys = kind.path.format(uuid4())
        assert problem(store.get(f"{nobodys}adjustments/")) == (404, "not_found")

    def test_a_list_costs_the_same_however_long(self, kind, path, query_count):
        store = as_store("wallets:read")
        for rows in (1, 3):
            while kind.asked.objects.count() < rows:
                waiting(kind, path)
            with query_count(3):
                assert len(store.get(f"{path}adjustments/").json()["results"]) == rows


def test_a_closed_wallet_gets_nothing_and_it_still_waits():
    kind, wallet = KINDS["wallet"], make_wallet("500")
    waits = waiting(kind, kind.path.format(wallet.pk))
    Wallet.objects.filter(pk=wallet.pk).update(status="closed")
    assert refused(kind, kind.key_of_second_person(), waits, "approve") == (409, "wallet_frozen")


@pytest.mark.parametrize("name", ["reward wallet", "points"])
def test_a_credit_whose_last_day_is_past_is_not_approved(name):
    kind = KINDS[name]
    waits = waiting(kind, kind.path.format(kind.make().pk))
    RewardAdjustmentRequest.objects.update(expires_at=timezone.now())
    assert refused(kind, kind.key_of_second_person(), waits, "approve") == (400, "amount_out_of_range")


@both_decisions
@pytest.mark.parametrize(("name", "other"), [("reward wallet", "points"), ("points", "reward wallet")])
def test_points_are_not_decided_as_money_nor_money_as_points(name, other, verb):
    kind = KINDS[name]
    wallet = kind.make()
    there = waiting(kind, kind.path.format(wallet.pk)).removeprefix(kind.path.format(wallet.pk))
    as_the_other = f"{KINDS[other].path.format(wallet.pk)}{there}"
    assert refused(kind, kind.key_of_second_person(), as_the_other, verb) == (404, "not_found")
