"""A person's phone number: an SMS goes only to one that they have proven to read."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.channels.sms import send_sms
from notifications.exceptions import CodeNotSent, CodeWrong, DeliveryError, PhoneNotUnderstood, TooManyCodes
from notifications.models import PhoneCode, PhoneNumber
from notifications.services.outbox import enqueue
from notifications.texts import language_of
from wallet_project.core.db import require_no_transaction, require_transaction

# A code is good for so long, and for so many guesses: one in 200,000 guesses it.
VALID: Final = timedelta(minutes=10)
MOST_GUESSES: Final = 5
# So many codes a person may have sent in an hour and in a day, and a number, whoever asks. SMS cost money.
MOST_AN_HOUR: Final = 3
MOST_A_DAY: Final = 6
KEPT: Final = timedelta(days=2)
INTERNATIONAL: Final = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
# All requests for codes wait for each other, so that none is counted past the limits.
LOCK: Final = 5_160_001


def read_number(text: str) -> str:
    """A number as it is kept: a plus and digits. Raises `PhoneNotUnderstood`."""
    number = re.sub(r"[\s()./-]", "", text)
    if number.startswith("00"):
        number = "+" + number[2:]
    if not INTERNATIONAL.fullmatch(number):
        raise PhoneNotUnderstood
    return number


def request_phone_code(*, user_id: int, number: str, now: datetime) -> str:
    """Send a code to this number; answers with the number as it is kept.

    Raises `PhoneNotUnderstood`, `TooManyCodes`, and `CodeNotSent` where the provider did not take it.
    Each call sends another code, and only the last one counts. Calls the provider: never in a
    transaction.
    """
    require_no_transaction()
    number, code = read_number(number), f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        _require_few(user_id, number, now)
        PhoneCode.objects.create(
            user_id=user_id, number=number, code_hash=_hash(user_id, number, code), created_at=now
        )
    person = get_user_model().objects.get(pk=user_id)
    with translation.override(language_of(person)):
        text = _("%(code)s is your code for %(store)s. Nobody from the store will ask you for it.")
        try:
            send_sms(number, text % {"code": code, "store": settings.STORE_NAME})
        except DeliveryError as error:
            raise CodeNotSent from error
    return number


def confirm_phone(*, user_id: int, code: str, now: datetime) -> PhoneNumber:
    """Keep the number to which the last code went, if this is that code; the person is told.

    Raises `CodeWrong`. Each wrong guess counts; a code is used once.
    """
    with transaction.atomic():
        phone = _confirm(user_id, "".join(code.split()), now)
    if phone is None:
        raise CodeWrong
    return phone


def remove_phone(*, user_id: int) -> None:
    """No SMS any more. Safe to repeat."""
    PhoneNumber.objects.filter(pk=user_id).delete()


def forget_old_codes(*, now: datetime) -> int:
    """Delete what no limit counts any more; answers with how many there were."""
    return PhoneCode.objects.filter(created_at__lt=now - KEPT).delete()[0]


def _require_few(user_id: int, number: str, now: datetime) -> None:
    with require_transaction().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    lately = PhoneCode.objects.filter(created_at__gt=now - timedelta(days=1))
    for sent in (lately.filter(user_id=user_id), lately.filter(number=number)):
        last_hour = sent.filter(created_at__gt=now - timedelta(hours=1))
        if sent.count() >= MOST_A_DAY or last_hour.count() >= MOST_AN_HOUR:
            raise TooManyCodes


def _confirm(user_id: int, code: str, now: datetime) -> PhoneNumber | None:
    """The number, kept; None for a wrong code, whose guess is counted: so nothing is raised here."""
    sent = (
        PhoneCode.objects.select_for_update().filter(user_id=user_id).order_by("-created_at", "-pk").first()
    )
    if sent is None or sent.used_at or sent.created_at <= now - VALID or sent.attempts >= MOST_GUESSES:
        return None
    sent.attempts += 1
    right = constant_time_compare(_hash(user_id, sent.number, code), sent.code_hash)
    sent.used_at = now if right else None
    sent.save(update_fields=["attempts", "used_at"])
    if not right:
        return None
    phone, _made = PhoneNumber.objects.update_or_create(
        pk=user_id, defaults={"number": sent.number, "verified_at": now}
    )
    enqueue(
        kind="account_changed",
        recipient_id=user_id,
        dedupe_key=f"phone:{sent.pk}",
        context={"what": gettext_lazy("Your phone number for SMS was changed."), "when": now},
    )
    return phone


def _hash(user_id: int, number: str, code: str) -> str:
    return salted_hmac("notifications.phone", f"{user_id}:{number}:{code}", algorithm="sha256").hexdigest()
