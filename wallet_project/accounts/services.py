"""What people change about themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wallet_project.accounts.exceptions import BirthdayNotPossible, BirthdaySetTooRecently, LanguageNotSpoken
from wallet_project.accounts.models import User

OLDEST = 120
BETWEEN_CHANGES = timedelta(days=365)


def set_birthday(*, user_id: int, birthday: date | None, now: datetime) -> User:
    """Note a person's birthday; None removes it. It can be changed once a year, so that it gives a
    birthday's reward once a year.

    Raises `BirthdayNotPossible` for a day to come or too long ago, `BirthdaySetTooRecently`. Safe
    to repeat.
    """
    today = timezone.localdate(now)
    if birthday is not None and (birthday > today or birthday.year < today.year - OLDEST):
        raise BirthdayNotPossible
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=user_id)
        if user.birthday == birthday:
            return user
        next_change = next_birthday_change(user)
        if next_change is not None and now < next_change:
            raise BirthdaySetTooRecently(timezone.localdate(next_change))
        user.birthday, user.birthday_set_at = birthday, now
        user.save(update_fields=["birthday", "birthday_set_at"])
        return user


def next_birthday_change(user: User) -> datetime | None:
    """From when on the birthday can be changed; None if it was never set."""
    return None if user.birthday_set_at is None else user.birthday_set_at + BETWEEN_CHANGES


def set_language(*, user_id: int, language: str) -> None:
    """Speak and write to this person in this language from now on. Raises `LanguageNotSpoken` for one
    that the store does not speak. Safe to repeat."""
    if language not in dict(settings.LANGUAGES):
        raise LanguageNotSpoken(language)
    User.objects.filter(pk=user_id).update(locale=language)
