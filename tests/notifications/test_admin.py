from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.enums import Status
from notifications.models import OutboxMessage
from tests.factories.notifications import NOW, make_message
from tests.factories.wallets import make_staff

pytestmark = pytest.mark.django_db

MESSAGES = "admin:notifications_outboxmessage_changelist"


def log_in(*permissions: str) -> Client:
    client = Client()
    client.force_login(make_staff(*permissions))
    return client


def send_again(client: Client, message: OutboxMessage) -> Any:
    form = {"action": "send_again", "_selected_action": str(message.pk)}
    return client.post(reverse(MESSAGES), form, follow=True)


def test_dead_messages_are_listed_with_their_error() -> None:
    make_message(status=Status.DEAD, last_error="550 no such user")
    page = log_in("notifications.view_outboxmessage").get(reverse(MESSAGES) + "?status__exact=dead")
    assert page.status_code == 200
    assert "550 no such user" in page.content.decode()


def test_who_may_replay_can_send_again() -> None:
    message = make_message(status=Status.DEAD, attempts=9)
    client = log_in("notifications.view_outboxmessage", "notifications.replay_outboxmessage")
    assert "1 message is on its way again." in send_again(client, message).content.decode()
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Status.PENDING, 0)


def test_who_may_only_look_can_not_send_again() -> None:
    message = make_message(status=Status.DEAD, attempts=9)
    send_again(log_in("notifications.view_outboxmessage"), message)
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Status.DEAD, 9)


def test_messages_are_read_only() -> None:
    message = make_message(status=Status.SENT, sent_at=NOW)
    client = log_in(*[f"notifications.{word}_outboxmessage" for word in ("view", "add", "change", "delete")])
    change = reverse("admin:notifications_outboxmessage_change", args=[message.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"status": "pending"}).status_code == 403
    assert client.get(reverse("admin:notifications_outboxmessage_add")).status_code == 403
    assert (
        client.post(reverse("admin:notifications_outboxmessage_delete", args=[message.pk])).status_code == 403
    )
    message.refresh_from_db()
    assert message.status == Status.SENT


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(rows: int, django_assert_max_num_queries: Any) -> None:
    for _ in range(rows):
        make_message()
    client = log_in("notifications.view_outboxmessage")
    with django_assert_max_num_queries(8):
        client.get(reverse(MESSAGES))
