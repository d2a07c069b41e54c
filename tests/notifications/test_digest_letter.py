from __future__ import annotations

import pytest

from notifications.digest_letter import MOST_SHOWN, render_digest
from notifications.enums import Kind
from notifications.models import OutboxMessage
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db


def messages(number: int, **fields: str) -> list[OutboxMessage]:
    user = make_user(**fields)
    return [
        make_message(
            recipient=user,
            kind=Kind.CARD_ENDING,
            dedupe_key=str(index),
            context={"card": f"Visa <{index}>", "url": f"/wallet/cards/?n={index}"},
        )
        for index in range(number)
    ]


def test_text_and_html_say_each_message_with_its_link() -> None:
    rows = messages(2)
    letter = render_digest(rows[0].recipient, rows)
    assert letter.subject == "2 messages from Kettle & Thyme"
    for index in range(2):
        assert f"Visa <{index}> ends this month" in letter.text
        assert f"/wallet/cards/?n={index}" in letter.text
        assert f"Visa &lt;{index}&gt; ends this month" in letter.html
    assert "/messages/" in letter.text


def test_one_message_is_said_in_the_singular() -> None:
    rows = messages(1)
    assert render_digest(rows[0].recipient, rows).subject == "1 message from Kettle & Thyme"


def test_of_very_many_the_rest_is_counted() -> None:
    rows = messages(MOST_SHOWN + 2)
    letter = render_digest(rows[0].recipient, rows)
    assert "2 more are in your messages in the shop." in letter.text
    assert f"Visa <{MOST_SHOWN}>" not in letter.text


def test_it_is_in_its_recipients_language() -> None:
    rows = messages(1, locale="bg")
    assert '<html lang="bg">' in render_digest(rows[0].recipient, rows).html
