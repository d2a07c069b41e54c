from __future__ import annotations

from datetime import time

import pytest

from notifications.enums import ChannelName, Group
from notifications.exceptions import StaysOn
from notifications.queries import refusals, settings_of
from notifications.services import save_preferences
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import InvalidState

pytestmark = pytest.mark.django_db

MONEY_BY_EMAIL = (Group.MONEY, ChannelName.EMAIL)


def test_what_is_saved_takes_the_place_of_what_was() -> None:
    user = make_user()
    save_preferences(user_id=user.pk, refused=[(Group.ORDERS, ChannelName.EMAIL)])
    save_preferences(
        user_id=user.pk, refused=[MONEY_BY_EMAIL, MONEY_BY_EMAIL], quiet_from=time(22), quiet_until=time(7)
    )
    assert refusals(user.pk) == {("money", "email")}
    assert (settings_of(user.pk).quiet_from, settings_of(user.pk).quiet_until) == (time(22), time(7))


def test_security_stays_on() -> None:
    user = make_user()
    with pytest.raises(StaysOn):
        save_preferences(user_id=user.pk, refused=[MONEY_BY_EMAIL, (Group.SECURITY, ChannelName.EMAIL)])
    assert refusals(user.pk) == set()


@pytest.mark.parametrize(
    ("begin", "end"),
    [(time(22), None), (None, time(7)), (time(7), time(7))],
    ids=["no end", "no begin", "same"],
)
def test_half_of_quiet_hours_is_refused(begin: time | None, end: time | None) -> None:
    user = make_user()
    with pytest.raises(InvalidState):
        save_preferences(user_id=user.pk, refused=[MONEY_BY_EMAIL], quiet_from=begin, quiet_until=end)
    assert refusals(user.pk) == set()
