from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from djmoney.money import Money
from standardwebhooks import Webhook

from notifications.enums import EndpointStatus, Status
from notifications.models import OutboxMessage, WebhookDelivery
from notifications.services import deliver_webhook, due_webhook_ids, enqueue, replay_webhooks
from notifications.services.webhooks import DELAYS
from tests.factories.notifications import NOW, make_endpoint, make_message, make_webhook
from tests.factories.wallets import make_user, make_wallet
from tests.support.receiver import Receiver
from wallets.services import adjust_wallet

pytestmark = pytest.mark.django_db(transaction=True)


def state(delivery: WebhookDelivery) -> tuple[str, int]:
    delivery.refresh_from_db()
    return delivery.status, delivery.attempts


def test_an_event_is_told_signed_and_with_its_data(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    user = make_user()
    with transaction.atomic():
        enqueue(
            kind="money_added",
            recipient_id=user.pk,
            dedupe_key="k",
            context={"amount": "€10.00"},
            subject="wallet:1",
            data={"amount": {"amount": "10.00", "currency": "EUR"}},
        )
    (call,) = receiver.calls
    told = json.loads(call.body)
    assert told["type"] == "top_up.succeeded"
    assert told["data"] == {
        "customer": f"cus_{user.pk}",
        "details": {"amount": "€10.00"},
        "amount": {"amount": "10.00", "currency": "EUR"},
    }
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.response_status, delivery.response_body) == ("sent", 200, "thanks")
    assert call.headers["webhook-id"] == f"msg_{OutboxMessage.objects.get().pk.hex}"
    # The library compares with its own clock.
    Webhook(endpoint.secret).verify(call.body, call.headers)


def test_an_endpoint_hears_only_of_the_events_it_asked_for(receiver: Receiver) -> None:
    make_endpoint(receiver.url, events=["wallet.frozen"])
    make_endpoint(receiver.url, status=EndpointStatus.DISABLED)
    with transaction.atomic():
        enqueue(kind="money_added", recipient_id=make_user().pk, dedupe_key="k", context={})
    assert receiver.calls == []
    assert not WebhookDelivery.objects.exists()


def test_a_failure_is_tried_again_with_the_same_id(receiver: Receiver) -> None:
    delivery = make_webhook(make_endpoint(receiver.url))
    receiver.answers = [500, 200]
    deliver_webhook(delivery_id=delivery.pk, now=NOW)
    assert state(delivery) == (Status.FAILED, 1)
    assert timedelta(seconds=3) < delivery.next_attempt_at - NOW < timedelta(seconds=7)
    assert (delivery.response_status, delivery.last_error) == (500, "It answered with status 500.")
    deliver_webhook(delivery_id=delivery.pk, now=NOW)
    assert len(receiver.calls) == 1
    deliver_webhook(delivery_id=delivery.pk, now=delivery.next_attempt_at)
    assert state(delivery) == (Status.SENT, 2)
    assert len({call.headers["webhook-id"] for call in receiver.calls}) == 1


def test_it_is_tried_for_three_days_then_given_up(receiver: Receiver) -> None:
    assert sum(DELAYS, timedelta()) * 0.75 > timedelta(days=2, hours=6)
    assert sum(DELAYS, timedelta()) > timedelta(days=3)
    delivery = make_webhook(make_endpoint(receiver.url), attempts=len(DELAYS))
    receiver.answers = [500]
    deliver_webhook(delivery_id=delivery.pk, now=NOW)
    assert state(delivery) == (Status.DEAD, len(DELAYS) + 1)


def test_gone_is_given_up_at_once(receiver: Receiver) -> None:
    delivery = make_webhook(make_endpoint(receiver.url))
    receiver.answers = [410]
    deliver_webhook(delivery_id=delivery.pk, now=NOW)
    assert state(delivery) == (Status.DEAD, 1)


def of_one_wallet(count: int) -> list[OutboxMessage]:
    user = make_user()
    return [
        make_message(recipient=user, dedupe_key=str(number), subject="wallet:1", dispatched_at=NOW)
        for number in range(count)
    ]


def test_events_of_one_wallet_wait_for_the_earlier_ones(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    first, second = (make_webhook(endpoint, message) for message in of_one_wallet(2))
    receiver.answers = [500, 200]
    assert deliver_webhook(delivery_id=second.pk, now=NOW) is None
    deliver_webhook(delivery_id=first.pk, now=NOW)
    deliver_webhook(delivery_id=second.pk, now=NOW)
    assert (state(first), state(second)) == ((Status.FAILED, 1), (Status.PENDING, 0))
    assert deliver_webhook(delivery_id=first.pk, now=first.next_attempt_at) == second.pk
    deliver_webhook(delivery_id=second.pk, now=first.next_attempt_at)
    ids = [call.headers["webhook-id"] for call in receiver.calls]
    assert ids == [f"msg_{one.event_id.hex}" for one in (first, first, second)]


def test_an_event_waits_for_an_earlier_message_that_is_not_given_out_yet(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    first, second = of_one_wallet(2)
    OutboxMessage.objects.filter(pk=first.pk).update(dispatched_at=None)
    delivery = make_webhook(endpoint, second)
    deliver_webhook(delivery_id=delivery.pk, now=NOW)
    assert (state(delivery), receiver.calls) == ((Status.PENDING, 0), [])


def test_an_event_that_was_given_up_lets_the_next_go(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    first, second = (make_webhook(endpoint, message) for message in of_one_wallet(2))
    receiver.answers = [410, 200]
    assert deliver_webhook(delivery_id=first.pk, now=NOW) == second.pk


def test_events_of_other_wallets_do_not_wait(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    make_webhook(endpoint, make_message(dedupe_key="a", subject="wallet:1", dispatched_at=NOW))
    other = make_webhook(endpoint, make_message(dedupe_key="b", subject="wallet:2", dispatched_at=NOW))
    deliver_webhook(delivery_id=other.pk, now=NOW)
    assert state(other) == (Status.SENT, 1)


def test_the_sweep_hands_out_only_the_first_of_each_wallet(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    first, _second = (make_webhook(endpoint, message) for message in of_one_wallet(2))
    WebhookDelivery.objects.update(created_at=NOW)
    assert due_webhook_ids(now=NOW + timedelta(minutes=1)) == [first.pk]


def test_two_workers_tell_it_once(receiver: Receiver) -> None:
    delivery = make_webhook(make_endpoint(receiver.url))

    def tell(_: int) -> None:
        try:
            deliver_webhook(delivery_id=delivery.pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tell, range(8)))
    assert len(receiver.calls) == 1


def test_replay_tells_again_what_was_given_up(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    dead = make_webhook(endpoint, status=Status.DEAD, attempts=10)
    assert replay_webhooks(delivery_ids=[dead.pk, UUID(int=0)], now=NOW) == 1
    assert state(dead) == (Status.SENT, 1)


def test_a_switched_off_endpoint_is_told_nothing_any_more(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    delivery = make_webhook(endpoint)
    endpoint.status = EndpointStatus.DISABLED
    endpoint.save()
    deliver_webhook(delivery_id=delivery.pk, now=NOW)
    assert (state(delivery), receiver.calls) == ((Status.DEAD, 1), [])


def test_a_staff_credit_is_told_with_its_amount_and_in_its_wallets_order(receiver: Receiver) -> None:
    make_endpoint(receiver.url, events=["wallet.credited"])
    wallet = make_wallet("10.00")
    adjustment = adjust_wallet(
        wallet_id=wallet.pk,
        direction="credit",
        amount=Money("2.50", "EUR"),
        reason="goodwill",
        key="k",
        actor_id=None,
    )
    data = json.loads(receiver.calls[-1].body)["data"]
    assert (data["wallet"], data["amount"]) == (str(wallet.pk), {"amount": "2.50", "currency": "EUR"})
    assert data["journal_entry"] == str(adjustment.entry_id)
    assert WebhookDelivery.objects.latest("event_id").subject == f"wallet:{wallet.pk}"
