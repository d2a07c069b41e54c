from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.exceptions import CodeNotSent, CodeWrong, PhoneNotUnderstood, TooManyCodes
from notifications.models import OutboxMessage, PhoneCode, PhoneNumber
from notifications.services import confirm_phone, forget_old_codes, remove_phone, request_phone_code
from notifications.services.phones import MOST_A_DAY, MOST_AN_HOUR, MOST_GUESSES, VALID, read_number
from tests.factories.notifications import NOW
from tests.factories.wallets import make_user
from tests.support.receiver import Receiver
from wallet_project.core.db import InTransaction

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "+359881234567"


class Phones:
    """All phones of the world: they show what the provider took."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver

    @property
    def got(self) -> list[str]:
        return [json.loads(call.body)["message"] for call in self.receiver.calls]

    @property
    def last_code(self) -> str:
        found = re.search(r"\b[0-9]{6}\b", self.got[-1])
        assert found
        return found[0]


@pytest.fixture(autouse=True)
def world(receiver: Receiver, settings: Any) -> Phones:
    settings.NOTIFICATIONS_SMS_URL = f"json://127.0.0.1:{receiver.server_address[1]}/{{to}}"
    return Phones(receiver)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_number_is_kept_once_its_code_is_typed_in(world: Phones) -> None:
    user = make_user()
    assert request_phone_code(user_id=user.pk, number=" 00359 (88) 123-45.67", now=NOW) == NUMBER
    assert not PhoneNumber.objects.exists()
    code = world.last_code
    assert world.receiver.calls[0].path == "/+359881234567"
    confirm_phone(user_id=user.pk, code=f" {code[:3]} {code[3:]} ", now=NOW + timedelta(minutes=9))
    assert PhoneNumber.objects.get(pk=user.pk).number == NUMBER
    assert OutboxMessage.objects.get().kind == "account_changed"
    remove_phone(user_id=user.pk)
    assert not PhoneNumber.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["0881234567", "+0881234567", "+359", "+359８８1234567", "+359881234567890123", "phone", "+1 555 <b>"],
)
def test_what_is_no_number_of_the_whole_world_is_refused(world: Phones, text: str) -> None:
    with pytest.raises(PhoneNotUnderstood):
        read_number(text)
    with pytest.raises(PhoneNotUnderstood):
        request_phone_code(user_id=make_user().pk, number=text, now=NOW)
    assert world.got == []


def test_the_code_stands_nowhere(world: Phones) -> None:
    user = make_user()
    request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    row = PhoneCode.objects.values().get()
    assert all(world.last_code not in str(value) for name, value in row.items() if name != "code_hash")
    assert row["code_hash"] != world.last_code
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("late", [VALID, timedelta(days=1)])
def test_an_old_code_is_refused(world: Phones, late: timedelta) -> None:
    user = make_user()
    request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    with pytest.raises(CodeWrong):
        confirm_phone(user_id=user.pk, code=world.last_code, now=NOW + late)
    assert not PhoneNumber.objects.exists()


def test_guesses_are_counted_and_then_the_right_code_is_refused_too(world: Phones) -> None:
    user = make_user()
    request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    for _ in range(MOST_GUESSES):
        with pytest.raises(CodeWrong):
            confirm_phone(user_id=user.pk, code=other_than(world.last_code), now=NOW)
    with pytest.raises(CodeWrong):
        confirm_phone(user_id=user.pk, code=world.last_code, now=NOW)
    assert not PhoneNumber.objects.exists()


def test_only_the_last_code_counts_and_only_once(world: Phones) -> None:
    user = make_user()
    request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    first = world.last_code
    request_phone_code(user_id=user.pk, number="+4915112345678", now=NOW + timedelta(minutes=1))
    if first != world.last_code:
        with pytest.raises(CodeWrong):
            confirm_phone(user_id=user.pk, code=first, now=NOW + timedelta(minutes=1))
    last = world.last_code
    confirm_phone(user_id=user.pk, code=last, now=NOW + timedelta(minutes=1))
    assert PhoneNumber.objects.get().number == "+4915112345678"
    with pytest.raises(CodeWrong):
        confirm_phone(user_id=user.pk, code=last, now=NOW + timedelta(minutes=1))


def test_anothers_code_is_none(world: Phones) -> None:
    request_phone_code(user_id=make_user().pk, number=NUMBER, now=NOW)
    with pytest.raises(CodeWrong):
        confirm_phone(user_id=make_user().pk, code=world.last_code, now=NOW)


def test_a_person_is_sent_few_codes_an_hour_and_a_day(world: Phones) -> None:
    user, now = make_user(), NOW
    for hour in range(MOST_A_DAY // MOST_AN_HOUR):
        now = NOW + timedelta(hours=hour, minutes=hour)
        for number in range(MOST_AN_HOUR):
            request_phone_code(user_id=user.pk, number=f"+35988123456{number}", now=now)
        with pytest.raises(TooManyCodes):
            request_phone_code(user_id=user.pk, number=f"+3598812345{hour}9", now=now)
    with pytest.raises(TooManyCodes):
        request_phone_code(user_id=user.pk, number="+359881234599", now=NOW + timedelta(hours=9))
    assert len(world.got) == MOST_A_DAY
    request_phone_code(user_id=user.pk, number=NUMBER, now=now + timedelta(days=1))


def test_a_number_is_sent_few_codes_whoever_asks(world: Phones) -> None:
    for _ in range(MOST_AN_HOUR):
        request_phone_code(user_id=make_user().pk, number=NUMBER, now=NOW)
    with pytest.raises(TooManyCodes):
        request_phone_code(user_id=make_user().pk, number=NUMBER, now=NOW)
    assert len(world.got) == MOST_AN_HOUR


def test_many_requests_at_once_stay_within_the_limit(world: Phones) -> None:
    """Fails with the lock taken out."""
    user = make_user()

    def ask(_: int) -> None:
        try:
            request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
        except TooManyCodes:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert len(world.got) == MOST_AN_HOUR


def test_guesses_at_once_are_all_counted(world: Phones) -> None:
    """Fails with the lock taken out."""
    user = make_user()
    request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    wrong = other_than(world.last_code)

    def guess(_: int) -> None:
        try:
            confirm_phone(user_id=user.pk, code=wrong, now=NOW)
        except CodeWrong:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(guess, range(4)))
    assert PhoneCode.objects.get().attempts == 4


def test_a_provider_that_does_not_take_it_is_said_and_still_counted(world: Phones) -> None:
    user = make_user()
    world.receiver.answers = [500]
    for _ in range(MOST_AN_HOUR):
        with pytest.raises(CodeNotSent):
            request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    with pytest.raises(TooManyCodes):
        request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)


def test_no_code_is_sent_inside_a_transaction(world: Phones) -> None:
    user = make_user()
    with pytest.raises(InTransaction), transaction.atomic():
        request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    assert world.got == []


def test_a_number_that_is_none_is_refused_even_in_the_database() -> None:
    with pytest.raises(IntegrityError, match="phone_number_is_international"):
        PhoneNumber.objects.create(user=make_user(), number="088 123", verified_at=NOW)


def test_old_codes_are_forgotten(world: Phones) -> None:
    user = make_user()
    request_phone_code(user_id=user.pk, number=NUMBER, now=NOW)
    assert forget_old_codes(now=NOW + timedelta(days=1)) == 0
    assert forget_old_codes(now=NOW + timedelta(days=3)) == 1
