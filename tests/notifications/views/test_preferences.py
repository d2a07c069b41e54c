from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import PhoneNumber
from notifications.queries import refusals, settings_of
from tests.factories.notifications import NOW
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "notifications:preferences"
AT_ONCE = {"pace": "at_once", "digest_hour": "9"}
ALL_ON = {
    "money_email": "on",
    "orders_email": "on",
    "rewards_email": "on",
    "reminders_email": "on",
    **AT_ONCE,
}


def log_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_everything_is_on_at_first() -> None:
    page = log_in(make_user()).get(reverse(ADDRESS)).content.decode()
    assert page.count("checked") == 4
    assert "Security messages always come" in page


def test_what_is_left_unchecked_is_turned_off() -> None:
    user = make_user()
    form = {name: value for name, value in ALL_ON.items() if name != "reminders_email"}
    form |= {"quiet_from": "22:00", "quiet_until": "07:30"}
    assert log_in(user).post(reverse(ADDRESS), form).status_code == 302
    assert refusals(user.pk) == {("reminders", "email")}
    assert str(settings_of(user.pk).quiet_until) == "07:30:00"


@pytest.mark.parametrize(
    ("quiet", "words"),
    [
        ({"quiet_from": "22:00"}, "Say also when the quiet hours end."),
        ({"quiet_until": "07:00"}, "Say also when the quiet hours begin."),
        ({"quiet_from": "07:00", "quiet_until": "07:00"}, "another time than the beginning"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "valid time"),
    ],
)
def test_quiet_hours_that_can_not_be_are_refused_beside_the_field(quiet: dict[str, str], words: str) -> None:
    user = make_user()
    answer = log_in(user).post(reverse(ADDRESS), AT_ONCE | quiet)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert refusals(user.pk) == set()


def test_how_often_offers_come_is_kept() -> None:
    user = make_user()
    assert (
        log_in(user).post(reverse(ADDRESS), ALL_ON | {"pace": "weekly", "digest_hour": "18"}).status_code
        == 302
    )
    wishes = settings_of(user.pk)
    assert (wishes.pace, wishes.digest_hour) == ("weekly", 18)
    page = log_in(user).get(reverse(ADDRESS)).content.decode()
    assert 'value="18" selected' in page


@pytest.mark.parametrize(
    ("field", "value"), [("pace", "hourly"), ("digest_hour", "24"), ("digest_hour", "x")]
)
def test_another_pace_or_hour_is_refused(field: str, value: str) -> None:
    user = make_user()
    assert log_in(user).post(reverse(ADDRESS), ALL_ON | {field: value}).status_code == 422
    assert settings_of(user.pk).pace == "at_once"


def test_a_store_without_sms_and_push_does_not_speak_of_them() -> None:
    page = log_in(make_user()).get(reverse(ADDRESS)).content.decode()
    assert "SMS" not in page
    assert "Push" not in page


def test_a_way_without_an_address_has_no_boxes_and_keeps_what_was_chosen(settings: Any) -> None:
    settings.NOTIFICATIONS_SMS_URL = "json://127.0.0.1:1/{to}"
    user = make_user()
    client = log_in(user)
    phone = PhoneNumber.objects.create(user=user, number="+359881234567", verified_at=NOW)
    assert "orders_sms" in client.get(reverse(ADDRESS)).content.decode()
    client.post(reverse(ADDRESS), ALL_ON | {"money_sms": "on"})
    assert refusals(user.pk) == {("orders", "sms")}
    phone.delete()
    assert "orders_sms" not in client.get(reverse(ADDRESS)).content.decode()
    client.post(reverse(ADDRESS), ALL_ON)
    assert refusals(user.pk) == {("orders", "sms")}
