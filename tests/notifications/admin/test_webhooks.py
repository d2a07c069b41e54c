from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.enums import EndpointStatus, Status
from notifications.models import WebhookDelivery, WebhookEndpoint
from tests.factories.notifications import make_endpoint, make_message, make_webhook
from tests.factories.wallets import make_staff
from tests.support.receiver import Receiver

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "admin:notifications_webhookendpoint_add"
CHANGE = "admin:notifications_webhookendpoint_change"
MANAGER = (
    "notifications.view_webhookendpoint",
    "notifications.add_webhookendpoint",
    "notifications.change_webhookendpoint",
    "notifications.view_webhookdelivery",
)


def log_in(*permissions: str) -> Client:
    client = Client()
    client.force_login(make_staff(*permissions))
    return client


def test_adding_shows_the_secret_once(receiver: Receiver) -> None:
    client = log_in(*MANAGER)
    form = {"name": "ERP", "url": receiver.url, "events": ["wallet.frozen"]}
    page = client.post(reverse(ADD), form, follow=True).content.decode()
    endpoint = WebhookEndpoint.objects.get()
    assert re.search(r"whsec_[\w+/=]+", page)
    assert endpoint.events == ["wallet.frozen"]
    again = client.get(reverse(CHANGE, args=[endpoint.pk])).content.decode()
    assert endpoint.secret not in again


def test_an_internal_address_is_refused_beside_the_field() -> None:
    answer = log_in(*MANAGER).post(reverse(ADD), {"name": "Meta", "url": "https://169.254.169.254/"})
    assert "internal network" in answer.content.decode()
    assert "169.254.169.254" in answer.content.decode()
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize("path", ["test", "rotate", "disable", "enable"])
def test_a_button_asks_first_and_changes_by_post_only(path: str, receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    client = log_in(*MANAGER)
    address = f"{reverse(CHANGE, args=[endpoint.pk]).removesuffix('change/')}{path}/"
    assert "Yes, do it" in client.get(address).content.decode()
    endpoint.refresh_from_db()
    assert (endpoint.previous_secret, endpoint.status, receiver.calls) == ("", "active", [])
    assert client.post(address, follow=True).status_code == 200


def test_switching_off_and_a_test_event(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    client = log_in(*MANAGER)
    base = reverse(CHANGE, args=[endpoint.pk]).removesuffix("change/")
    client.post(f"{base}test/")
    assert len(receiver.calls) == 1
    client.post(f"{base}disable/")
    endpoint.refresh_from_db()
    assert endpoint.status == EndpointStatus.DISABLED


def test_who_may_only_look_can_change_nothing(receiver: Receiver) -> None:
    endpoint = make_endpoint(receiver.url)
    client = log_in("notifications.view_webhookendpoint")
    base = reverse(CHANGE, args=[endpoint.pk]).removesuffix("change/")
    for path in ("test/", "rotate/", "disable/", "enable/"):
        assert client.post(base + path).status_code in {302, 403}
    assert client.get(reverse(ADD)).status_code == 403
    endpoint.refresh_from_db()
    assert (endpoint.previous_secret, endpoint.status, receiver.calls) == ("", "active", [])


def test_a_delivery_shows_what_was_sent_and_what_came_back(receiver: Receiver) -> None:
    delivery = make_webhook(make_endpoint(receiver.url), response_status=500, response_body="no <b>luck</b>")
    page = log_in("notifications.view_webhookdelivery").get(
        reverse("admin:notifications_webhookdelivery_change", args=[delivery.pk])
    )
    text = page.content.decode()
    assert "top_up.succeeded" in text
    assert "no &lt;b&gt;luck&lt;/b&gt;" in text


def test_who_may_replay_can_send_again(receiver: Receiver) -> None:
    delivery = make_webhook(make_endpoint(receiver.url), status=Status.DEAD, attempts=10)
    client = log_in("notifications.view_webhookdelivery", "notifications.replay_webhookdelivery")
    form = {"action": "send_again", "_selected_action": str(delivery.pk)}
    address = reverse("admin:notifications_webhookdelivery_changelist")
    assert "1 event is on its way again." in client.post(address, form, follow=True).content.decode()
    assert WebhookDelivery.objects.get().status == Status.SENT


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(rows: int, django_assert_max_num_queries: Any) -> None:
    endpoint = make_endpoint()
    for number in range(rows):
        make_webhook(endpoint, make_message(dedupe_key=str(number)))
    client = log_in("notifications.view_webhookdelivery")
    with django_assert_max_num_queries(9):
        client.get(reverse("admin:notifications_webhookdelivery_changelist"))
