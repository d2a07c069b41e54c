"""A customer's messages over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from notifications.models import NotificationSettings, OutboxMessage, Preference
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user
from tests.support.api import as_browser, as_store, problem

pytestmark = pytest.mark.django_db

PREFERENCES = {
    "refused": [{"group": "reminders", "channel": "email"}, {"group": "rewards", "channel": "sms"}],
    "quiet_from": "22:00",
    "quiet_until": "08:30",
    "pace": "weekly",
    "digest_hour": 7,
}
PATH = "/notifications/preferences/"


def message(user: Any, **fields: Any) -> OutboxMessage:
    return make_message(recipient=user, dedupe_key=uuid4().hex, **fields)


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]


def test_a_message_is_told_in_its_customers_words() -> None:
    user = make_user(locale="en")
    made = message(user, context={"amount": "€10.00", "balance": "€12.00", "url": "/wallet/"})
    told = as_store("wallets:read").get(f"/notifications/{made.pk}/").json()
    assert (told["customer"], told["kind"], told["group"]) == (f"cus_{user.pk}", "money_added", "money")
    assert (told["link"], told["read_at"], told["archived_at"]) == ("/wallet/", None, None)
    assert "€10.00" in told["subject"] + told["text"]


def test_a_customer_sees_their_own_messages_newest_first() -> None:
    user, other = make_user(), make_user()
    first, second = message(user), message(user)
    message(other)
    assert ids(as_browser(user).get("/notifications/")) == [str(second.pk), str(first.pk)]
    assert ids(as_store().get("/notifications/", customer=f"cus_{user.pk}")) == [
        str(second.pk),
        str(first.pk),
    ]


def test_reading_marks_once_and_only_ones_own() -> None:
    user = make_user()
    made = message(user)
    path = f"/notifications/{made.pk}/read/"
    assert problem(as_browser(make_user()).post(path)) == (404, "not_found")
    made.refresh_from_db()
    assert made.read_at is None
    first, again = (as_browser(user).post(path).json() for _ in range(2))
    assert first["read_at"] is not None
    assert again == first
    assert ids(as_browser(user).get("/notifications/", unread="true")) == []
    assert ids(as_browser(user).get("/notifications/", unread="false")) == [str(made.pk)]


def test_all_are_marked_at_once() -> None:
    user, other = make_user(), make_user()
    made = [message(user), message(user), message(other)]
    assert as_store("customers:write").post(
        "/notifications/read/", {"customer": f"cus_{user.pk}"}
    ).json() == {"marked": 2}
    assert list(OutboxMessage.objects.filter(read_at=None)) == made[2:]
    assert problem(as_store().post("/notifications/read/", {})) == (404, "not_found")


def test_what_is_put_away_is_in_the_archive() -> None:
    user = make_user()
    made = message(user)
    me = as_browser(user)
    assert me.post(f"/notifications/{made.pk}/archive/").json()["archived_at"] is not None
    assert ids(me.get("/notifications/")) == []
    assert ids(me.get("/notifications/", archived="true", kind="money_added")) == [str(made.pk)]


def test_preferences_are_chosen_and_answered_in_one_shape() -> None:
    user = make_user()
    me = as_browser(user)
    assert me.get(PATH).json() == {
        "refused": [],
        "quiet_from": None,
        "quiet_until": None,
        "pace": "at_once",
        "digest_hour": 9,
    }
    assert me.put(PATH, PREFERENCES).json() == PREFERENCES
    assert me.put(PATH, me.get(PATH).json()).json() == PREFERENCES
    assert as_store("wallets:read").get(PATH, customer=f"cus_{user.pk}").json() == PREFERENCES


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"refused": [{"group": "security", "channel": "email"}]}, (422, "stays_on")),
        ({"quiet_until": None}, (400, "invalid_input")),
        ({"quiet_until": "22:00"}, (400, "invalid_input")),
        ({"quiet_from": "25:00"}, (400, "invalid_input")),
        ({"pace": "hourly"}, (400, "invalid_input")),
        ({"digest_hour": 24}, (400, "invalid_input")),
        ({"refused": [{"group": "rewards", "channel": "pigeon"}]}, (400, "invalid_input")),
        ({"typo": 1}, (400, "invalid_input")),
    ],
)
def test_preferences_that_can_not_be_change_nothing(change: Any, expected: Any) -> None:
    user = make_user()
    me = as_browser(user)
    assert problem(me.put(PATH, PREFERENCES | change)) == expected
    assert not Preference.objects.exists()
    assert not NotificationSettings.objects.exists()


def test_preferences_are_replaced_as_a_whole() -> None:
    me = as_browser(make_user())
    body = {name: value for name, value in PREFERENCES.items() if name != "pace"}
    assert problem(me.put(PATH, body)) == (400, "invalid_input")


def test_nobody_chooses_for_somebody_else() -> None:
    other = make_user()
    answer = as_browser(make_user()).put(f"{PATH}?customer=cus_{other.pk}", PREFERENCES)
    assert problem(answer) == (404, "not_found")
    assert not Preference.objects.exists()


def test_an_inbox_of_three_costs_as_much_as_one_of_one(query_count: Any) -> None:
    store = as_store("wallets:read")
    for rows in (1, 3):
        while OutboxMessage.objects.count() < rows:
            message(make_user())
        with query_count(3):
            assert len(store.get("/notifications/").json()["results"]) == rows
