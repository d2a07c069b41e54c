"""The store's own texts: written as new versions, taken back, and tried on oneself."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from notifications import wording
from notifications.channels.email import send_letter
from notifications.enums import Kind
from notifications.exceptions import BadText, TextChangedMeanwhile
from notifications.models import MessageText, OutboxMessage
from notifications.own_texts import REQUIRED_NAMES, names_of
from notifications.texts import Letter, render_letter
from wallet_project.core.db import require_no_transaction


def check_text(*, kind: Kind, subject: str, body: str) -> dict[str, list[str]]:
    """What is wrong with a text, in words, by field; empty if it can be saved. A part that is empty
    is the one that ships, and says all that it must."""
    known = names_of(kind)
    found = {"subject": wording.mistakes_in(subject, known), "body": wording.mistakes_in(body, known)}
    missing = wording.missing_in(body, REQUIRED_NAMES.get(kind, frozenset())) if body else ""
    if missing:
        found["body"].append(missing)
    return {field: mistakes for field, mistakes in found.items() if mistakes}


def save_text(
    *, kind: Kind, language: str, subject: str, body: str, after: int, author_id: int
) -> MessageText:
    """Say this from now on, in letters and in the inbox. `after` is the number of the version that the
    author saw, 0 for none. Raises `BadText`, and `TextChangedMeanwhile` if there is a newer one."""
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    if language not in dict(settings.LANGUAGES):
        raise BadText({"subject": [_("The store does not speak this language.")]})
    if mistakes := check_text(kind=kind, subject=subject, body=body):
        raise BadText(mistakes)
    text = MessageText(
        kind=kind, language=language, number=after + 1, subject=subject, body=body, author_id=author_id
    )
    try:
        with transaction.atomic():
            text.save(force_insert=True)
    except IntegrityError as error:
        raise TextChangedMeanwhile from error
    return text


def take_text_back(*, kind: Kind, language: str, after: int, author_id: int) -> MessageText:
    """Say again what ships. The store's own text stays among the versions. Raises
    `TextChangedMeanwhile`."""
    return save_text(kind=kind, language=language, subject="", body="", after=after, author_id=author_id)


def send_test_letter(*, message: OutboxMessage, own: MessageText | None, to: str) -> Letter:
    """Send a letter as it would be with this text, to whoever tries it, and to nobody else. Talks to
    the mail server: never call it in a transaction. Raises `DeliveryError`."""
    require_no_transaction()
    letter = render_letter(message, own=own)
    send_letter(letter, to=to, headers={"Auto-Submitted": "auto-generated"}, mark=_("Test"))
    return letter
