"""Details are kept as what they are and written for who reads them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from notifications.details import keep, read, sentence
from notifications.services.webhook_events import event_data
from notifications.texts import details_of, render_letter
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "english", "bulgarian"),
    [
        (Money("1234.50", "EUR"), "€1,234.50", "1 234,50 €"),
        (Money("-5", "EUR"), "−€5.00", "−5,00 €"),
        (Money("1", "PTS"), "1 point", "1 точка"),
        (Money("12500", "PTS"), "12,500 points", "12 500 точки"),
        (date(2026, 3, 1), "March 1, 2026", "1 март 2026"),
        (NOON, "1 March 2026, 14:00 EET", "1 март 2026, 14:00 EET"),
        (_("Your password was changed."), "Your password was changed.", "Паролата Ви беше сменена."),
        (sentence("Your password was changed."), "Your password was changed.", "Паролата Ви беше сменена."),
        (sentence("It was worn."), "It was worn.", "It was worn."),
        (sentence(""), "", ""),
        ("Balance", "Balance", "Balance"),
    ],
)
def test_each_reader_reads_it_in_their_language(value: object, english: str, bulgarian: str) -> None:
    with translation.override("bg"):
        kept = json.loads(json.dumps(keep({"it": value})))
    zone = ZoneInfo("Europe/Sofia")
    for language, expected in (("en", english), ("bg", bulgarian)):
        with translation.override(language):
            assert read(kept, zone)["it"].replace("\xa0", " ") == expected


def test_what_is_kept_is_not_kept_twice() -> None:
    once = keep({"amount": Money("1", "EUR"), "note": "x"})
    assert keep(once) == once


@pytest.mark.django_db
def test_letters_and_other_systems_are_told_in_the_recipients_language() -> None:
    message = make_message(recipient=make_user(locale="bg"), context=keep({"amount": Money("10", "EUR")}))
    assert render_letter(message).subject == "Заредихте портфейла си с 10,00 €"
    assert details_of(message) == {"amount": "10,00\xa0€"}
    assert event_data(message)["details"] == {"amount": "10,00\xa0€"}
