from datetime import UTC, date, datetime, timedelta

import pytest

from rewards.enums import Activity
from rewards.models import Accrual
from tests.factories.earning import make_fixed_rule
from tests.factories.wallets import make_user
from wallet_project.accounts.services import set_birthday
from wallet_project.storefront.services.birthdays import reward_birthdays

pytestmark = pytest.mark.django_db
BEFORE = datetime(2025, 1, 1, tzinfo=UTC)


def born(birthday, *, noted=BEFORE):
    user = make_user()
    set_birthday(user_id=user.pk, birthday=birthday, now=noted)
    return user


def rewarded(user):
    earned = Accrual.objects.filter(wallet__customer=user).order_by("id")
    return list(earned.values_list("reference", flat=True))


def noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_a_birthday_is_rewarded_once_a_year_to_those_who_have_it():
    make_fixed_rule(Activity.BIRTHDAY, 200)
    mira, theo = born(date(1990, 5, 17)), born(date(1990, 5, 18))
    assert reward_birthdays(now=noon(2026, 5, 17)) == 1
    assert reward_birthdays(now=noon(2026, 5, 17)) == 0
    assert (rewarded(mira), rewarded(theo)) == (["birthday:2026"], [])
    assert reward_birthdays(now=noon(2027, 5, 17)) == 1
    assert rewarded(mira) == ["birthday:2026", "birthday:2027"]


def test_a_birthday_that_nobody_looked_at_is_found_two_days_later_and_no_more():
    make_fixed_rule(Activity.BIRTHDAY, 200)
    mira = born(date(1990, 12, 31))
    assert reward_birthdays(now=noon(2027, 1, 3)) == 0
    assert reward_birthdays(now=noon(2027, 1, 2)) == 1
    assert rewarded(mira) == ["birthday:2026"]


@pytest.mark.parametrize(("day", "found"), [((2027, 2, 28), 1), ((2028, 2, 28), 0), ((2028, 2, 29), 1)])
def test_who_was_born_on_29_february_has_it_on_the_28th_in_other_years(day, found):
    make_fixed_rule(Activity.BIRTHDAY, 200)
    born(date(1992, 2, 29))
    assert reward_birthdays(now=noon(*day)) == found


@pytest.mark.parametrize("days", [0, 1])
def test_a_birthday_noted_on_the_day_or_after_it_waits_for_the_next(days):
    make_fixed_rule(Activity.BIRTHDAY, 200)
    now = noon(2026, 5, 17)
    born(date(1990, 5, 17) - timedelta(days=days), noted=now)
    assert reward_birthdays(now=now + timedelta(hours=1)) == 0
