from __future__ import annotations

from typing import Any

import pytest

from notifications.channels.email import EmailChannel, message_id
from notifications.exceptions import DeliveryError
from tests.factories.notifications import make_message
from tests.support.smtp import MailServer

pytestmark = pytest.mark.django_db


def test_a_letter_has_text_and_html(mail_server: MailServer) -> None:
    message = make_message()
    EmailChannel().send(message)
    (letter,) = mail_server.letters
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert letter["To"] == message.recipient.email
    assert letter["Auto-Submitted"] == "auto-generated"


def test_the_message_id_is_the_same_each_time(mail_server: MailServer, settings: Any) -> None:
    settings.SITE_URL = "https://shop.example"
    message = make_message()
    EmailChannel().send(message)
    EmailChannel().send(message)
    expected = f"<{message.pk.hex}@shop.example>"
    assert [letter["Message-ID"] for letter in mail_server.letters] == [expected, expected]
    assert message_id(message) == expected


@pytest.mark.parametrize(
    ("step", "answer", "permanent"),
    [
        ("RCPT", "550 no such user", True),
        ("RCPT", "450 mailbox is busy", False),
        (".", "554 looks like spam", True),
        (".", "451 try later", False),
        ("MAIL", "550 you may not send", False),
        ("DATA", "421 closing", False),
    ],
)
def test_a_refusal_is_permanent_only_if_another_try_would_end_the_same(
    mail_server: MailServer, step: str, answer: str, permanent: bool
) -> None:
    mail_server.answers[step] = answer
    with pytest.raises(DeliveryError) as refusal:
        EmailChannel().send(make_message())
    assert refusal.value.permanent is permanent
    assert mail_server.letters == []


def test_a_server_that_is_not_there_is_not_permanent(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(DeliveryError) as refusal:
        EmailChannel().send(make_message())
    assert refusal.value.permanent is False


def test_a_recipient_without_an_address_is_permanent(mail_server: MailServer) -> None:
    message = make_message()
    message.recipient.email = ""
    with pytest.raises(DeliveryError) as refusal:
        EmailChannel().send(message)
    assert refusal.value.permanent is True
