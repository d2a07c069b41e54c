from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from notifications.details import keep
from notifications.enums import Status
from notifications.models import Delivery
from tests.factories.notifications import NOW, make_delivery, make_message
from tests.factories.wallets import make_staff

pytestmark = pytest.mark.django_db

DELIVERIES = "admin:notifications_delivery_changelist"


def log_in(*permissions: str) -> Client:
    client = Client()
    client.force_login(make_staff(*permissions))
    return client


def send_again(client: Client, delivery: Delivery) -> Any:
    form = {"action": "send_again", "_selected_action": str(delivery.pk)}
    return client.post(reverse(DELIVERIES), form, follow=True)


def test_dead_messages_are_listed_with_their_error() -> None:
    make_delivery(status=Status.DEAD, last_error="550 no such user")
    page = log_in("notifications.view_delivery").get(reverse(DELIVERIES) + "?status__exact=dead")
    assert page.status_code == 200
    assert "550 no such user" in page.content.decode()


def test_a_message_shows_its_details_as_people_read_them() -> None:
    details = keep({"amount": Money("12.50", "EUR"), "note": "<b>Hi</b>", "balance": ""})
    message = make_message(context=details)
    address = reverse("admin:notifications_outboxmessage_change", args=[message.pk])
    page = log_in("notifications.view_outboxmessage").get(address).content.decode()
    assert "amount: €12.50" in page
    assert "note: &lt;b&gt;Hi&lt;/b&gt;" in page


def test_who_may_replay_can_send_again() -> None:
    delivery = make_delivery(status=Status.DEAD, attempts=9)
    client = log_in("notifications.view_delivery", "notifications.replay_delivery")
    assert "1 message is on its way again." in send_again(client, delivery).content.decode()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (Status.PENDING, 0)


def test_who_may_only_look_can_not_send_again() -> None:
    delivery = make_delivery(status=Status.DEAD, attempts=9)
    send_again(log_in("notifications.view_delivery"), delivery)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (Status.DEAD, 9)


def test_messages_are_read_only() -> None:
    delivery = make_delivery(status=Status.SENT, sent_at=NOW)
    client = log_in(*[f"notifications.{word}_delivery" for word in ("view", "add", "change", "delete")])
    change = reverse("admin:notifications_delivery_change", args=[delivery.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"status": "pending"}).status_code == 403
    assert client.get(reverse("admin:notifications_delivery_add")).status_code == 403
    assert client.post(reverse("admin:notifications_delivery_delete", args=[delivery.pk])).status_code == 403
    delivery.refresh_from_db()
    assert delivery.status == Status.SENT


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(rows: int, django_assert_max_num_queries: Any) -> None:
    for number in range(rows):
        make_delivery(dedupe_key=str(number))
    client = log_in("notifications.view_delivery")
    with django_assert_max_num_queries(8):
        client.get(reverse(DELIVERIES))
