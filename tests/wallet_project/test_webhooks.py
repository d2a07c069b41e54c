"""The door: who may come in, and that each event is kept once."""

import time

import pytest
from djmoney.money import Money
from kombu import pools

from tests.factories.checkout import make_payment, state
from tests.factories.wallets import balances, make_wallet
from tests.support.threads import at_once
from tests.support.webhooks import URL, deliver, post
from wallet_project.celery import app
from wallet_project.tasks import handle_gateway_event, handle_waiting_events
from wallets.models import GatewayEventRecord
from wallets.services import start_top_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _orders_in_memory(settings):
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"


@pytest.fixture
def wallet():
    return make_wallet()


@pytest.fixture
def event(fake, wallet):
    """The news that a top-up of 12.50 was paid."""
    top_up = start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=Money("12.50", "EUR"),
        key="k",
        success_url="http://shop.test/back",
        cancel_url="http://shop.test/",
    )
    fake.pay(top_up.redirect_url)
    return fake.events("checkout.session.completed")[0]


def require_nothing_stored(wallet):
    assert not GatewayEventRecord.objects.exists()
    assert balances(wallet) == ("0.00", "0.00")


def test_an_event_is_stored_answered_and_handled(fake, wallet, event):
    answer = post(fake, event)
    assert (answer.status_code, answer.json()) == (200, {"received": event["id"]})
    record = GatewayEventRecord.objects.get()
    assert (record.event_id, record.kind, record.attempts, record.last_error) == (
        event["id"],
        "payment",
        1,
        "",
    )
    assert record.handled_at is not None
    assert balances(wallet) == ("12.50", "0.00")


def test_what_is_stored_are_ids_and_never_a_card(fake, event):
    post(fake, event)
    body = GatewayEventRecord.objects.get().body
    assert set(body) == {"session", "payment", "metadata"}
    assert set(body["metadata"]) == {"purpose", "top_up"}


def test_the_same_event_many_times_at_once_is_stored_and_handled_once(fake, wallet, event):
    answers = at_once(lambda: post(fake, event).status_code, times=8)
    assert answers == [200] * 8
    assert GatewayEventRecord.objects.count() == 1
    assert balances(wallet) == ("12.50", "0.00")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"header": ""}, "unsigned"),
        ({"header": "nonsense"}, "bad_signature"),
        ({"secret": "whsec_somebody_elses"}, "bad_signature"),
        ({"at": int(time.time()) - 3600}, "stale"),
        ({"at": int(time.time()) + 3600}, "stale"),
    ],
)
def test_what_is_forged_unsigned_or_stale_is_refused_and_nothing_is_stored(
    fake, wallet, event, changes, code
):
    answer = post(fake, event, **changes)
    assert (answer.status_code, answer.json()) == (400, {"code": code})
    require_nothing_stored(wallet)


def test_an_event_of_the_other_mode_is_refused(fake, wallet, event):
    answer = post(fake, event | {"livemode": True})
    assert (answer.status_code, answer.json()) == (400, {"code": "wrong_mode"})
    require_nothing_stored(wallet)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"object": "event"}'])
def test_what_is_no_event_is_refused(fake, wallet, body):
    answer = post(fake, body)
    assert (answer.status_code, answer.json()) == (400, {"code": "malformed"})
    require_nothing_stored(wallet)


def test_an_event_that_was_changed_on_its_way_is_refused(fake, wallet, event):
    from wallet_project.fake_stripe.webhooks.delivery import signature

    signed = signature(b"{}", (fake.webhook_secret,), int(time.time()))
    assert post(fake, event, header=signed).json() == {"code": "bad_signature"}
    require_nothing_stored(wallet)


def test_a_body_that_is_far_too_large_is_not_even_read(fake, wallet):
    answer = post(fake, b" " * (256 * 1024 + 1))
    assert (answer.status_code, answer.json()) == (413, {"code": "too_large"})
    require_nothing_stored(wallet)


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_only_posts_are_taken(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_an_event_that_we_do_not_act_on_is_kept_as_handled(fake, event):
    deliver(fake, "payment_intent.created")
    record = GatewayEventRecord.objects.get()
    assert (record.kind, record.attempts, record.body["metadata"]["purpose"]) == ("ignored", 0, "top_up")
    assert record.handled_at is not None
    handle_gateway_event(record_id=record.pk)
    assert GatewayEventRecord.objects.get().attempts == 0


@pytest.fixture
def no_broker():
    """Nobody listens where tasks are sent to."""
    before = app.conf.task_always_eager, app.conf.broker_url
    app.conf.update(task_always_eager=False, broker_url="redis://127.0.0.1:1/0")
    _forget_connections()
    yield
    app.conf.update(task_always_eager=before[0], broker_url=before[1])
    _forget_connections()


def _forget_connections():
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


def test_a_broker_that_is_down_delays_an_event_and_fails_nothing(fake, wallet, event, no_broker):
    assert post(fake, event).status_code == 200
    assert balances(wallet) == ("0.00", "0.00")
    GatewayEventRecord.objects.update(received_at="2020-01-01T00:00:00Z")
    assert handle_waiting_events() == 1
    assert balances(wallet) == ("12.50", "0.00")


def test_a_broker_that_is_down_fails_no_payment(fake, no_broker):
    wallet, payment = make_payment("20.00", balance="50.00")
    assert state(payment) == {"payment": "captured", "wallet": "captured"}
    assert balances(wallet) == ("30.00", "0.00")
