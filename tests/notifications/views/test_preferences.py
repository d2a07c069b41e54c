from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.queries import refusals, settings_of
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "notifications:preferences"
ALL_ON = {"money_email": "on", "orders_email": "on", "rewards_email": "on", "reminders_email": "on"}


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
    form = {name: "on" for name in ALL_ON if name != "reminders_email"}
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
    answer = log_in(user).post(reverse(ADDRESS), quiet)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert refusals(user.pk) == set()
