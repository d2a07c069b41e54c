"""One effect for one Idempotency-Key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.wallets import balances, fresh, make_wallet
from tests.support.api import as_browser, as_store, money, problem
from tests.support.threads import at_once
from wallet_project.core.api import idempotency
from wallet_project.core.api.answers import Rendered
from wallet_project.core.exceptions import InvalidState
from wallet_project.core.models import IdempotentRequest
from wallets.models import Adjustment, Hold
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db

CREDIT = {"amount": money("10.00"), "reason": "goodwill"}


def credits_of(wallet):
    return f"/wallets/{wallet.pk}/credits/"


def test_without_a_key_nothing_moves():
    wallet = make_wallet("5")
    for key in (None, "x" * 256, "tab\there"):
        answer = as_store().post(credits_of(wallet), CREDIT, key=key)
        assert problem(answer) == (400, "idempotency_key_required")
    assert balances(wallet) == ("5.00", "0.00")


def test_another_body_with_the_same_key_is_a_conflict_and_moves_nothing():
    wallet, store = make_wallet("5"), as_store()
    store.post(credits_of(wallet), CREDIT, key="k")
    answer = store.post(credits_of(wallet), {**CREDIT, "amount": money("11.00")}, key="k")
    assert problem(answer) == (422, "idempotency_conflict")
    assert balances(wallet) == ("15.00", "0.00")


def test_another_path_with_the_same_key_is_a_conflict_and_moves_nothing():
    wallet, store = make_wallet("5"), as_store()
    store.post(credits_of(wallet), CREDIT, key="k")
    answer = store.post("/holds/", {"wallet": str(wallet.pk), "amount": money("1.00")}, key="k")
    assert problem(answer) == (422, "idempotency_conflict")
    assert balances(wallet) == ("15.00", "0.00")
    assert not Hold.objects.exists()


def test_the_order_of_fields_makes_no_other_body():
    wallet, store = make_wallet("5"), as_store()
    store.post(credits_of(wallet), CREDIT, key="k")
    again = store.post(credits_of(wallet), dict(reversed(CREDIT.items())), key="k")
    assert again.headers["Idempotency-Replayed"] == "true"


def test_two_callers_may_use_one_key():
    wallet = make_wallet("5")
    for store in (as_store(), as_store()):
        assert store.post(credits_of(wallet), CREDIT, key="k").status_code == 201
    assert balances(wallet) == ("25.00", "0.00")


def test_a_refusal_is_kept_as_stripe_keeps_it():
    wallet, store = make_wallet("5"), as_store()
    hold = {"wallet": str(wallet.pk), "amount": money("8.00")}
    first = store.post("/holds/", hold, key="k")
    assert problem(first) == (402, "insufficient_funds")
    assert first.json()["available"] == money("5.00")
    store.post(credits_of(wallet), CREDIT)
    again = store.post("/holds/", hold, key="k")
    assert (again.status_code, again.content) == (402, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert store.post("/holds/", hold, key="k2").status_code == 201


def test_bad_input_is_not_kept():
    wallet, store = make_wallet("5"), as_store()
    bad = store.post(credits_of(wallet), {**CREDIT, "typo": 1}, key="k")
    assert problem(bad) == (400, "invalid_input")
    assert store.post(credits_of(wallet), CREDIT, key="k").status_code == 201


def test_a_success_is_replayed_although_it_would_be_refused_by_now():
    wallet, store = make_wallet("5"), as_store()
    hold = {"wallet": str(wallet.pk), "amount": money("5.00")}
    first = store.post("/holds/", hold, key="k")
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    again = store.post("/holds/", hold, key="k")
    assert (again.status_code, again.content) == (201, first.content)
    assert balances(wallet) == ("0.00", "5.00")


def test_a_failure_of_ours_keeps_nothing(monkeypatch):
    wallet, store = make_wallet("5"), as_store()
    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "_write", lambda *args: 1 / 0)
        assert problem(store.post(credits_of(wallet), CREDIT, key="k")) == (500, "server_error")
    assert balances(wallet) == ("5.00", "0.00")
    assert store.post(credits_of(wallet), CREDIT, key="k").status_code == 201
    assert balances(wallet) == ("15.00", "0.00")


def test_old_answers_are_purged_in_chunks():
    now = timezone.now()
    for number in range(7):
        IdempotentRequest.objects.create(
            caller="c", key=str(number), method="POST", path="/", body_hash=b"", claimed_at=now
        )
    old = IdempotentRequest.objects.filter(key__in="01234")
    old.update(created_at=now - timedelta(days=31))
    assert idempotency.purge(now=now, chunk=2) == 5
    assert set(IdempotentRequest.objects.values_list("key", flat=True)) == {"5", "6"}


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_are_one_effect_with_the_same_bytes():
    wallet, store = make_wallet("5"), as_store()
    answers = at_once(lambda: store.post(credits_of(wallet), CREDIT, key="k"), times=40)
    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    assert sum("Idempotency-Replayed" not in one.headers for one in answers) == 1
    assert balances(fresh(wallet)) == ("15.00", "0.00")
    assert Adjustment.objects.filter(wallet=wallet).count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_that_ask_the_gateway_open_one_page(fake):
    wallet = make_wallet()
    body = {"amount": money("20.00"), "payment_method": "checkout", "return_url": "https://shop.test/"}
    me = as_browser(wallet.customer)
    answers = at_once(lambda: me.post(f"/wallets/{wallet.pk}/top-ups/", body, key="k"), times=20)
    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    assert answers[0].json()["checkout_url"].startswith("http")
    assert wallet.top_ups.count() == 1


class TestWhileTheFirstIsAtTheGateway:
    """Its effect is there for all to see, its answer is not."""

    asked = idempotency.Asked("api_key:1", "k", "POST", "/api/v1/payments/", b"body")

    @pytest.fixture(autouse=True)
    def _claimed(self, db):
        idempotency._write(idempotency.FIRST, self.asked)

    def repeat(self, act):
        return idempotency.run_once(self.asked, act, calls_gateway=False)

    def replay(self):
        return Rendered(201, b"mine")

    def refuse(self):
        raise InvalidState("This order is paid.")

    @pytest.mark.parametrize("act", ["replay", "refuse"])
    def test_a_repetition_waits_for_its_answer(self, act, monkeypatch):
        def answer_meanwhile(_seconds):
            assert idempotency._write(idempotency.ANSWER, self.asked, Rendered(201, b"first"))

        monkeypatch.setattr(idempotency.time, "sleep", answer_meanwhile)
        assert self.repeat(getattr(self, act)) == Rendered(201, b"first", replayed=True)

    def test_a_repetition_takes_over_from_one_that_died(self, settings):
        settings.API_CLAIM_SECONDS = 0
        assert self.repeat(self.replay) == Rendered(201, b"mine")
        assert self.repeat(self.refuse) == Rendered(201, b"mine", replayed=True)
