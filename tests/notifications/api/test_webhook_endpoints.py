"""Webhook endpoints over HTTP: made, told, rotated, switched off, removed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook

from notifications.enums import EndpointStatus, Status
from notifications.models import WebhookDelivery, WebhookEndpoint
from notifications.services import enqueue, send_test_event
from tests.factories.notifications import make_endpoint
from tests.factories.wallets import make_staff, make_user
from tests.support.api import Api, as_store, problem
from tests.support.receiver import Receiver

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/webhook-endpoints/"


def store() -> Api:
    return as_store("webhooks:write")


def something_happens() -> None:
    with transaction.atomic():
        enqueue(kind="wallet_frozen", recipient_id=make_user().pk, dedupe_key="k", context={})


def test_a_secret_is_shown_once_and_signs_what_is_told(receiver: Receiver) -> None:
    made = store().post(PATH, {"url": receiver.url, "events": ["wallet.frozen"]})
    assert made.status_code == 201
    endpoint = made.json()
    secret = endpoint.pop("secret")
    assert (endpoint["name"], endpoint["status"]) == ("127.0.0.1", "active")
    assert store().get(f"{PATH}{endpoint['id']}/").json() == endpoint
    assert store().get(PATH).json()["results"] == [endpoint]
    something_happens()
    (call,) = receiver.calls
    Webhook(secret).verify(call.body, call.headers)
    (told,) = store().get(f"{PATH}{endpoint['id']}/deliveries/").json()["results"]
    assert told["webhook_id"] == call.headers["webhook-id"]
    assert told["request"] == {"url": receiver.url, "body": call.body.decode()}
    assert (told["response"]["status"], told["response"]["body"]) == (200, "thanks")
    assert (told["event"], told["status"], told["attempts"]) == ("wallet.frozen", "sent", 1)


def test_a_key_makes_one_endpoint_with_one_secret(receiver: Receiver) -> None:
    api = store()
    first, again = (api.post(PATH, {"url": receiver.url}, key="k") for _ in range(2))
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert WebhookEndpoint.objects.count() == 1
    other = api.post(PATH, {"url": f"{receiver.url}&other=1"}, key="k")
    assert problem(other) == (422, "idempotency_conflict")
    assert WebhookEndpoint.objects.count() == 1


def test_it_belongs_to_whom_the_key_acts_for(receiver: Receiver) -> None:
    staff = make_staff()
    as_store("webhooks:write", acts_for_id=staff.pk).post(PATH, {"url": receiver.url})
    assert WebhookEndpoint.objects.get().owner == staff


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"url": "https://169.254.169.254/"}, (422, "address_refused")),
        ({"url": "http://93.184.215.14/"}, (422, "address_refused")),
        ({"url": "https://me:secret@93.184.215.14/"}, (422, "address_refused")),
        ({"url": "https://nothing.invalid/"}, (503, "unavailable")),
        ({"url": "https://93.184.215.14/", "events": ["wallet.exploded"]}, (422, "unknown_events")),
        ({"url": "no address"}, (400, "invalid_input")),
        ({}, (400, "invalid_input")),
    ],
)
def test_an_endpoint_that_can_not_be_is_not_made(body: Any, expected: Any) -> None:
    assert problem(store().post(PATH, body)) == expected
    assert not WebhookEndpoint.objects.exists()


def test_a_rotation_shows_the_new_secret_and_keeps_the_old_for_a_day() -> None:
    endpoint = make_endpoint()
    api = store()
    first, again = (api.post(f"{PATH}{endpoint.pk}/rotate/", key="k") for _ in range(2))
    assert first.content == again.content
    changed = WebhookEndpoint.objects.get()
    assert first.json()["secret"] == changed.secret != endpoint.secret
    assert changed.previous_secret == endpoint.secret
    assert first.json()["old_secret_until"] is not None


def test_a_test_event_is_told_and_answered(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    sent = store().post(f"{PATH}{endpoint.pk}/test/")
    assert (sent.status_code, sent.json()["event"]) == (201, "webhook_endpoint.test")
    told = store().get(f"{PATH}{endpoint.pk}/deliveries/{sent.json()['id']}/").json()
    assert (told["status"], told["response"]["status"]) == ("sent", 200)
    assert json.loads(receiver.calls[0].body)["type"] == "webhook_endpoint.test"


def test_what_was_given_up_is_told_again(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    delivery = send_test_event(endpoint_id=endpoint.pk, now=timezone.now())
    path = f"{PATH}{endpoint.pk}/deliveries/{delivery.pk}/replay/"
    assert problem(store().post(path)) == (409, "invalid_state")
    assert len(receiver.calls) == 1
    WebhookDelivery.objects.update(status=Status.DEAD, sent_at=None)
    assert store().post(path).status_code == 200
    assert len(receiver.calls) == 2


def test_an_endpoint_is_switched_off_and_on() -> None:
    endpoint = make_endpoint()
    off = store().post(f"{PATH}{endpoint.pk}/disable/").json()
    assert (off["status"], off["status_reason"]) == ("disabled", "Switched off over the API.")
    assert [row["id"] for row in store().get(PATH, status="disabled").json()["results"]] == [str(endpoint.pk)]
    on = store().post(f"{PATH}{endpoint.pk}/enable/").json()
    assert (on["status"], on["status_reason"]) == ("active", "")


def test_a_removed_endpoint_is_told_nothing_and_not_found(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    waiting = send_test_event(endpoint_id=endpoint.pk, now=timezone.now())
    WebhookDelivery.objects.update(status=Status.FAILED, sent_at=None)
    assert store().delete(f"{PATH}{endpoint.pk}/").status_code == 204
    something_happens()
    assert len(receiver.calls) == 1
    waiting.refresh_from_db()
    assert waiting.status == Status.DROPPED
    assert WebhookEndpoint.objects.get().status == EndpointStatus.REMOVED
    assert store().get(PATH).json()["results"] == []
    for verb in ("rotate/", "test/", "enable/", "disable/"):
        assert problem(store().post(f"{PATH}{endpoint.pk}/{verb}")) == (404, "not_found")
    for suffix in ("", "deliveries/"):
        assert problem(store().get(f"{PATH}{endpoint.pk}/{suffix}")) == (404, "not_found")
    assert problem(store().delete(f"{PATH}{endpoint.pk}/")) == (404, "not_found")


def test_the_delivery_of_another_endpoint_is_not_found() -> None:
    mine, other = make_endpoint(), make_endpoint()
    delivery = send_test_event(endpoint_id=other.pk, now=timezone.now())
    assert problem(store().get(f"{PATH}{mine.pk}/deliveries/{delivery.pk}/")) == (404, "not_found")


def test_lists_of_three_cost_as_much_as_lists_of_one(query_count: Any) -> None:
    api = store()
    endpoint = make_endpoint()
    for rows in (1, 3):
        while WebhookEndpoint.objects.count() < rows:
            make_endpoint()
        while WebhookDelivery.objects.count() < rows:
            send_test_event(endpoint_id=endpoint.pk, now=timezone.now())
        with query_count(2):
            assert len(api.get(PATH).json()["results"]) == rows
        with query_count(3):
            assert len(api.get(f"{PATH}{endpoint.pk}/deliveries/").json()["results"]) == rows
