"""kill -9 in the middle of a call that moves money; the same key afterwards is one effect, one answer."""

import signal

import pytest

from tests.factories.checkout import at_the_gateway, make_saved_card, sales
from tests.factories.wallets import balances, make_wallet
from tests.support.api import as_store
from tests.support.crashes import run_to_death
from tests.support.fake_stripe import sdk
from tests.support.payments import RETURN_URL, order
from tests.support.refunds import everything_agrees
from wallet_project.checkout.models import Payment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _taken_for_dead_soon(settings):
    settings.API_CLAIM_SECONDS = 0.1


def kill(fake, store, path, body, *, method, moment=""):
    told = {
        "path": path,
        "body": body,
        "key": "k",
        "headers": store.headers,
        "method": method,
        "moment": moment,
    }
    assert run_to_death("tests.support.dying_call", told, fake) == -signal.SIGKILL


def the_same_twice(store, path, body):
    """The answer to the same call after the crash, asked for two times."""
    first, again = (store.post(path, body, key="k") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    return first.json()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_payment_by_wallet_and_saved_card(fake, moment):
    wallet, store = make_wallet("8.00"), as_store()
    card = make_saved_card(wallet, fake)
    body = order(wallet, "20.00", return_url=RETURN_URL, payment_method=str(card.pk))
    kill(fake, store, "/payments/", body, method="charge_saved_card", moment=moment)
    assert balances(wallet) == ("0.00", "8.00")
    paid = the_same_twice(store, "/payments/", body)
    assert (paid["status"], Payment.objects.count()) == ("captured", 1)
    assert (sales(), at_the_gateway(), balances(wallet)) == (2000, 1200, ("0.00", "0.00"))
    assert len(fake.events("payment_intent.succeeded")) == 1
    everything_agrees()


def test_a_payment_on_the_gateways_page(fake):
    wallet, store = make_wallet("8.00"), as_store()
    body = order(wallet, "20.00", return_url=RETURN_URL)
    kill(fake, store, "/payments/", body, method="create_checkout", moment="after")
    waits = the_same_twice(store, "/payments/", body)
    assert (waits["status"], Payment.objects.count()) == ("waiting", 1)
    assert len({call["idempotency_key"] for call in fake.calls("/v1/checkout/sessions")}) == 1
    everything_agrees()


def test_a_payment_by_the_wallet_that_is_held_before_its_answer_is_kept(fake):
    wallet, store = make_wallet("50"), as_store()
    body = order(wallet, "20.00", capture=False)
    kill(fake, store, "/payments/", body, method="answer")
    assert (balances(wallet), Payment.objects.count()) == (("50.00", "0.00"), 0)
    assert the_same_twice(store, "/payments/", body)["status"] == "authorized"
    assert balances(wallet) == ("30.00", "20.00")
    everything_agrees()


def test_a_payment_by_the_wallet_alone_that_was_done_and_never_answered(fake):
    wallet, store = make_wallet("50"), as_store()
    body = order(wallet, "20.00")
    kill(fake, store, "/payments/", body, method="at once")
    assert (balances(wallet), Payment.objects.count()) == (("30.00", "0.00"), 1)
    assert the_same_twice(store, "/payments/", body)["status"] == "captured"
    assert (balances(wallet), Payment.objects.count()) == (("30.00", "0.00"), 1)
    everything_agrees()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_refund_to_wallet_and_card(fake, moment):
    wallet, store = make_wallet("8.00"), as_store()
    card = make_saved_card(wallet, fake)
    body = order(wallet, "20.00", return_url=RETURN_URL, payment_method=str(card.pk))
    payment = store.post("/payments/", body).json()
    wanted = {
        "payment": payment["id"],
        "amount": payment["total"],
        "reason": "damaged",
        "destination": "original",
    }
    kill(fake, store, "/refunds/", wanted, method="create_refund", moment=moment)
    assert the_same_twice(store, "/refunds/", wanted)["status"] == "done"
    intent = Payment.objects.get().tenders.get(kind="card").gateway_payment
    refunds = sdk(fake).v1.refunds.list({"payment_intent": intent}).data
    assert [(one.amount, one.status) for one in refunds] == [(1200, "succeeded")]
    assert (sales(), at_the_gateway(), balances(wallet)) == (0, 0, ("8.00", "0.00"))
    everything_agrees()
