from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import OutboxMessage
from notifications.queries import inbox_page, unread_count
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db

INBOX = "notifications:inbox"


def log_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def of(user: Any, count: int) -> list[OutboxMessage]:
    return [make_message(recipient=user, dedupe_key=f"{user.pk}:{number}") for number in range(count)]


def test_messages_are_listed_newest_first_in_words() -> None:
    user = make_user()
    make_message(recipient=user, dedupe_key="a", context={"amount": "€10.00"})
    make_message(recipient=user, dedupe_key="b", kind="card_saved", context={"card": "Visa 4242"})
    page = log_in(user).get(reverse(INBOX)).content.decode()
    assert page.index("Visa 4242") < page.index("€10.00")
    assert "Hello" not in page


def test_an_empty_inbox_says_what_will_be_there() -> None:
    assert "No messages" in log_in(make_user()).get(reverse(INBOX)).content.decode()


def test_another_persons_messages_are_not_found() -> None:
    message, user = make_message(), make_user()
    client = log_in(user)
    assert "€10.00" not in client.get(reverse(INBOX)).content.decode()
    assert client.get(reverse("notifications:message", args=[message.pk])).status_code == 404
    for name in ("read", "put_away"):
        assert client.post(reverse(f"notifications:{name}", args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert (message.read_at, message.archived_at) == (None, None)


def test_a_guest_is_sent_to_log_in() -> None:
    assert Client().get(reverse(INBOX)).status_code == 302


def test_reading_putting_away_and_the_archive() -> None:
    user = make_user()
    first, second = of(user, 2)
    client = log_in(user)
    client.get(reverse("notifications:message", args=[first.pk]))
    assert unread_count(user.pk) == 2
    client.post(reverse("notifications:read", args=[first.pk]))
    assert unread_count(user.pk) == 1
    client.post(reverse("notifications:put_away", args=[second.pk]))
    assert unread_count(user.pk) == 0
    assert [row.pk for row in inbox_page(recipient_id=user.pk).messages] == [first.pk]
    assert [row.pk for row in inbox_page(recipient_id=user.pk, archived=True).messages] == [second.pk]
    assert client.get(reverse("notifications:archive")).status_code == 200


def test_all_are_read_at_once_and_only_ones_own() -> None:
    user, other = make_user(), make_user()
    of(user, 3)
    of(other, 1)
    assert log_in(user).post(reverse("notifications:read_all"), follow=True).status_code == 200
    assert (unread_count(user.pk), unread_count(other.pk)) == (0, 1)


@pytest.mark.parametrize("name", ["read_all", "read", "put_away"])
def test_a_link_changes_nothing(name: str) -> None:
    user = make_user()
    (message,) = of(user, 1)
    arguments = [] if name == "read_all" else [message.pk]
    assert log_in(user).get(reverse(f"notifications:{name}", args=arguments)).status_code == 405
    assert unread_count(user.pk) == 1


def test_pages_go_by_key_both_ways() -> None:
    user = make_user()
    ids = [message.pk for message in of(user, 5)][::-1]
    first = inbox_page(recipient_id=user.pk, size=2)
    second = inbox_page(recipient_id=user.pk, before=first.older, size=2)
    third = inbox_page(recipient_id=user.pk, before=second.older, size=2)
    pages = [[row.pk for row in page.messages] for page in (first, second, third)]
    assert pages == [ids[:2], ids[2:4], ids[4:]]
    assert (first.newer, third.older) == (None, None)
    back = inbox_page(recipient_id=user.pk, after=third.newer, size=2)
    assert [row.pk for row in back.messages] == ids[2:4]
    assert inbox_page(recipient_id=user.pk, after=back.newer, size=2) == first


def test_news_is_empty_until_something_comes() -> None:
    user = make_user()
    (seen,) = of(user, 1)
    client = log_in(user)
    address = reverse("notifications:news")
    assert client.get(address, {"seen": str(seen.pk)}).status_code == 204
    make_message(recipient=user, dedupe_key="new")
    assert "Something new" in client.get(address, {"seen": str(seen.pk)}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_the_same_number_of_queries(rows: int, django_assert_max_num_queries: Any) -> None:
    user = make_user()
    of(user, rows)
    client = log_in(user)
    with django_assert_max_num_queries(7):
        client.get(reverse(INBOX))
