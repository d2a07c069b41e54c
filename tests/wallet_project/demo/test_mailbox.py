from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def outgoing(settings: Any, tmp_path: Path) -> Any:
    """The way that the demo's e-mail goes: into files."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return lambda: get_connection("django.core.mail.backends.filebased.EmailBackend")


def send(outgoing: Any, *subjects: str) -> None:
    letters = []
    for subject in subjects:
        letter = EmailMultiAlternatives(subject, f"{subject} in plain text, with ü.", to=["mira@example.com"])
        letter.attach_alternative(f"<p>{subject} <script>alert(1)</script></p>", "text/html")
        letters.append(letter)
    outgoing().send_messages(letters)


def test_an_empty_mailbox_says_how_to_fill_it(outgoing: Any) -> None:
    assert "Nothing sent yet" in Client().get(reverse("demo:mailbox")).content.decode()


def test_letters_of_one_and_of_several_connections_are_listed(outgoing: Any) -> None:
    send(outgoing, "First", "Second")
    send(outgoing, "Third")
    page = Client().get(reverse("demo:mailbox"))
    assert sorted(letter.subject for letter in page.context["letters"]) == ["First", "Second", "Third"]


def test_a_letter_is_shown_as_text_and_as_a_mail_program_shows_it(outgoing: Any) -> None:
    send(outgoing, "First", "Second")
    letters = Client().get(reverse("demo:mailbox")).context["letters"]
    name = next(letter.name for letter in letters if letter.subject == "Second")
    assert (
        "Second in plain text, with ü." in Client().get(reverse("demo:letter", args=[name])).content.decode()
    )
    html = Client().get(reverse("demo:letter_html", args=[name]))
    assert "<p>Second " in html.content.decode()
    assert "default-src 'none'" in html["Content-Security-Policy"]
    assert "sandbox" in html["Content-Security-Policy"]
    assert html["X-Frame-Options"] == "SAMEORIGIN"


def test_a_letter_that_is_none_is_not_found(outgoing: Any) -> None:
    assert Client().get(reverse("demo:letter", args=["..-0"])).status_code == 404
