from __future__ import annotations

import pytest
from django.test import Client

from notifications.models import OutboxMessage
from notifications.services import mark_all_read
from tests.factories.notifications import NOW, make_message
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db


def home_of(user: object) -> str:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return " ".join(client.get("/").content.decode().split())


def test_the_block_of_every_page_says_how_many_messages_are_new() -> None:
    user = make_user()
    assert "new message" not in home_of(user)
    make_message(recipient=user, dedupe_key="a")
    assert "<strong>1</strong> new message" in home_of(user)
    make_message(recipient=user, dedupe_key="b")
    make_message(dedupe_key="of another")
    assert "<strong>2</strong> new messages" in home_of(user)
    mark_all_read(recipient_id=user.pk, now=NOW)
    assert "new message" not in home_of(user)


def test_very_many_are_not_counted_to_the_end() -> None:
    user = make_user()
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(kind="money_added", recipient=user, dedupe_key=str(number)) for number in range(120)]
    )
    assert "<strong>99+</strong> new messages" in home_of(user)
