"""Events that could not be handled at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.wallets import balances
from tests.support.webhooks import post
from tests.wallet_project.test_gateway_events import COMPLETED, begin_top_up
from wallet_project import tasks
from wallet_project.celery import app
from wallet_project.tasks import DUE_AFTER, UNKNOWN_ATTEMPTS, handle_gateway_event, handle_waiting_events
from wallets.models import GatewayEventRecord

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unknown(fake):
    """An event about a top-up that our database doesn't know."""
    top_up = begin_top_up()
    fake.pay(top_up.redirect_url)
    event = fake.events(COMPLETED)[0]
    event["data"]["object"]["metadata"]["top_up"] = "01a2071f-dd82-78f9-a0fc-b6d4d9ec50f6"
    post(fake, event)
    return GatewayEventRecord.objects.get()


def received(record, ago):
    GatewayEventRecord.objects.filter(pk=record.pk).update(received_at=timezone.now() - ago)


def test_workers_know_the_tasks_and_the_clock_runs_the_sweep():
    app.loader.import_default_modules()
    assert handle_gateway_event.name in app.tasks
    assert handle_waiting_events.name in app.conf.beat_schedule


def test_an_event_is_tried_again_after_longer_and_longer_pauses(unknown):
    for attempts in range(1, 5):
        received(unknown, DUE_AFTER[attempts] - timedelta(seconds=5))
        assert handle_waiting_events() == 0
        received(unknown, DUE_AFTER[attempts] + timedelta(seconds=5))
        assert handle_waiting_events() == 1
        unknown.refresh_from_db()
        assert unknown.attempts == attempts + 1


def test_a_fresh_event_is_left_to_its_own_task(unknown):
    GatewayEventRecord.objects.update(attempts=0)
    assert handle_waiting_events() == 0
    received(unknown, timedelta(seconds=31))
    assert handle_waiting_events() == 1


def test_what_stays_unknown_is_let_go_after_a_day(unknown):
    GatewayEventRecord.objects.update(attempts=UNKNOWN_ATTEMPTS - 1)
    handle_gateway_event(record_id=unknown.pk)
    unknown.refresh_from_db()
    assert unknown.handled_at is not None
    assert unknown.last_error == "There is no such top_up here."
    assert timedelta(hours=12) < DUE_AFTER[UNKNOWN_ATTEMPTS] < timedelta(days=4)


def test_what_fails_is_tried_for_a_month(unknown):
    assert timedelta(days=25) < DUE_AFTER[-1] < timedelta(days=40)


def test_a_gateway_that_is_down_leaves_the_event_waiting_with_its_error(fake):
    top_up = begin_top_up()
    fake.pay(top_up.redirect_url)
    event = fake.events(COMPLETED)[0]
    event["data"]["object"]["metadata"] = {}
    type(top_up).objects.filter(pk=top_up.pk).update(gateway_session="")
    fake.inject("error_503", "/v1/payment_intents/.*", method="GET", times=9)
    post(fake, event)
    record = GatewayEventRecord.objects.get()
    assert (record.handled_at, record.attempts) == (None, 1)
    assert record.last_error.startswith("GatewayError: unavailable")
    fake.clear_faults()
    received(record, timedelta(hours=1))
    assert handle_waiting_events() == 1
    assert GatewayEventRecord.objects.get().handled_at is not None


def test_an_event_that_was_handled_is_not_handled_again(fake):
    top_up = begin_top_up()
    fake.pay(top_up.redirect_url)
    post(fake, fake.events(COMPLETED)[0])
    record = GatewayEventRecord.objects.get()
    handle_gateway_event(record_id=record.pk)
    assert GatewayEventRecord.objects.get().attempts == record.attempts == 1
    assert balances(top_up.wallet) == ("12.50", "0.00")


def test_a_round_ends_in_time(unknown, monkeypatch):
    received(unknown, timedelta(days=1))
    monkeypatch.setattr(tasks, "SECONDS_PER_ROUND", -1)
    assert handle_waiting_events() == 0
