from __future__ import annotations

import pytest
from django.test import Client

from notifications.channels.email import EmailChannel
from notifications.enums import PROMOTIONAL_GROUPS, Kind
from notifications.kinds import kinds_of
from notifications.queries import refusals
from notifications.texts import render_letter
from notifications.unsubscribe import unsubscribe_url
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user
from tests.support.smtp import MailServer

pytestmark = pytest.mark.django_db


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_a_reminder_can_be_turned_off_with_one_click_and_no_log_in(mail_server: MailServer) -> None:
    message = make_message(kind=Kind.REWARDS_EXPIRING)
    EmailChannel().send(message)
    (letter,) = mail_server.letters
    address = letter["List-Unsubscribe"].strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(path_of(address), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert refusals(message.recipient_id) == {("reminders", "email")}


def test_looking_at_the_page_turns_nothing_off() -> None:
    message = make_message(kind=Kind.REWARDS_EXPIRING)
    assert "Turn them off" in Client().get(path_of(unsubscribe_url(message))).content.decode()
    assert refusals(message.recipient_id) == set()


def test_the_letter_itself_says_where() -> None:
    message = make_message(kind=Kind.REWARDS_EXPIRING)
    letter = render_letter(message)
    assert unsubscribe_url(message) in letter.text
    assert unsubscribe_url(message) in letter.html


def test_the_page_is_in_the_language_of_the_letter() -> None:
    message = make_message(kind=Kind.REWARDS_EXPIRING, recipient=make_user(locale="bg"))
    page = Client().get(path_of(unsubscribe_url(message)), headers={"Accept-Language": "en"})
    assert "Без повече такива имейли" in page.content.decode()
    assert '<html lang="bg">' in page.content.decode()


@pytest.mark.parametrize("kind", Kind)
def test_letters_that_are_not_needed_and_only_those_have_the_headers(
    kind: Kind, mail_server: MailServer
) -> None:
    EmailChannel().send(make_message(kind=kind))
    (letter,) = mail_server.letters
    is_promotional = kind in kinds_of(*PROMOTIONAL_GROUPS)
    assert (letter["List-Unsubscribe"] is not None) is is_promotional
    assert (letter["List-Unsubscribe-Post"] is not None) is is_promotional


def test_what_can_not_be_turned_off_has_no_such_button(mail_server: MailServer) -> None:
    message = make_message(kind=Kind.WALLET_FROZEN)
    EmailChannel().send(message)
    assert mail_server.letters[0]["List-Unsubscribe"] is None
    assert unsubscribe_url(message) == ""


@pytest.mark.parametrize("change", [lambda token: token[:-1] + "x", lambda token: "nonsense"])
def test_an_address_that_nobody_signed_is_not_found(change: object) -> None:
    message = make_message(kind=Kind.REWARDS_EXPIRING)
    path = path_of(unsubscribe_url(message)).rstrip("/")
    token = path.rsplit("/", 1)[1]
    forged = path.replace(token, change(token)) + "/"  # type: ignore[operator]
    assert Client().post(forged).status_code == 404
    assert refusals(message.recipient_id) == set()
