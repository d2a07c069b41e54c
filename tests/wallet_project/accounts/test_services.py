from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.wallets import make_user
from wallet_project.accounts.exceptions import BirthdayNotPossible, BirthdaySetTooRecently
from wallet_project.accounts.models import User
from wallet_project.accounts.services import set_birthday

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MAY, JUNE = date(1990, 5, 17), date(1990, 6, 1)


def birthday_of(user):
    return User.objects.get(pk=user.pk).birthday


def test_a_birthday_is_noted_and_changed_a_year_later():
    user = make_user()
    set_birthday(user_id=user.pk, birthday=MAY, now=NOW)
    set_birthday(user_id=user.pk, birthday=JUNE, now=NOW + timedelta(days=365))
    assert birthday_of(user) == JUNE


@pytest.mark.parametrize("birthday", [JUNE, None])
def test_a_birthday_changes_once_a_year(birthday):
    user = make_user()
    set_birthday(user_id=user.pk, birthday=MAY, now=NOW)
    with pytest.raises(BirthdaySetTooRecently, match=r"from Nov\. 26, 2027 on"):
        set_birthday(user_id=user.pk, birthday=birthday, now=NOW + timedelta(days=364))
    assert birthday_of(user) == MAY


def test_the_same_birthday_again_is_no_change():
    user = make_user()
    set_birthday(user_id=user.pk, birthday=MAY, now=NOW)
    later = set_birthday(user_id=user.pk, birthday=MAY, now=NOW + timedelta(days=1))
    assert later.birthday_set_at == NOW


@pytest.mark.parametrize("birthday", [date(2026, 11, 27), date(1899, 1, 1)])
def test_nobody_was_born_then(birthday):
    user = make_user()
    with pytest.raises(BirthdayNotPossible):
        set_birthday(user_id=user.pk, birthday=birthday, now=NOW)
    assert birthday_of(user) is None


def test_the_database_wants_to_know_when_a_birthday_was_set():
    user = make_user()
    with pytest.raises(IntegrityError, match="birthday_says_when_it_was_set"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(birthday=MAY)
