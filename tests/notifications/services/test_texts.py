"""The store's own texts."""

from __future__ import annotations

from email.header import decode_header, make_header
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.enums import Kind
from notifications.exceptions import BadText, DeliveryError, TextChangedMeanwhile
from notifications.models import MessageText
from notifications.own_texts import shipped_text
from notifications.queries import own_text, text_versions
from notifications.samples import sample_message
from notifications.services import save_text, send_test_letter, take_text_back
from notifications.texts import render_letter, render_notices
from tests.factories.notifications import make_message
from tests.factories.wallets import make_staff, make_user
from tests.support.smtp import MailServer
from tests.support.threads import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "Dear {{ customer }}, {{ amount }} is here.\nBalance: {{ balance }}\n\nYours, {{ store }}"


def write(**changes: Any) -> MessageText:
    given = {
        "kind": Kind.MONEY_ADDED,
        "language": "en",
        "subject": "{{ amount }} came",
        "body": BODY,
        "after": 0,
    }
    return save_text(**{**given, "author_id": make_staff().pk, **changes})


def test_letter_and_inbox_say_the_stores_own_text_in_its_language_only() -> None:
    write()
    message = make_message(recipient=make_user(name="Mira Petrova"))
    letter = render_letter(message)
    assert letter.subject == "€10.00 came"
    assert "Dear Mira, €10.00 is here.\nBalance: €12.00\n\nYours, Kettle & Thyme" in letter.text
    assert "Dear Mira, €10.00 is here." in letter.html
    assert '<th scope="row">Balance</th>' in letter.html
    assert "Open your wallet" in letter.html
    [(_message, notice)] = render_notices([message])
    assert (notice.subject, notice.text.split(",")[0]) == ("€10.00 came", "Dear Mira")
    bulgarian = render_letter(make_message(recipient=make_user(locale="bg")))
    assert bulgarian.subject == "Заредихте портфейла си с €10.00"


def test_one_text_of_a_kind_that_says_many_things_is_true_of_each() -> None:
    write(
        kind=Kind.RETURN_STATUS, subject="{{ order }}: news", body="{{ news }}\n\n“{{ note }}”\n\n{{ order }}"
    )
    context = {"order": "1000042", "goods": "1 × Tea", "note": "", "tracking": ""}
    for state, words in (("approved", "You can send it back."), ("received", "Your parcel is here.")):
        letter = render_letter(make_message(kind=Kind.RETURN_STATUS, context=context | {"state": state}))
        assert letter.subject == "1000042: news"
        assert words in letter.text
        assert words in letter.html
        assert state not in letter.text


def test_what_staff_typed_is_in_the_news_as_it_was_typed() -> None:
    write(kind=Kind.APPROVAL_DECIDED, subject="News", body="{{ news }}\n\n“{{ reason }}”")
    context = {
        "what": "Refund",
        "amount": "€5.00",
        "about": "A & B <b>",
        "decision": "rejected",
        "reason": "No",
    }
    letter = render_letter(make_message(kind=Kind.APPROVAL_DECIDED, context=context))
    assert "Refund of €5.00 for A & B <b>. Nothing has moved." in letter.text
    assert "for A &amp; B &lt;b&gt;. Nothing has moved." in letter.html


def test_html_in_a_text_or_a_detail_is_text() -> None:
    """Attack 23, by staff and by a customer's name."""
    write(body='<script>x</script> {{ amount }} <img src="http://evil.example/">')
    message = make_message(context={"amount": "<b>10</b>"})
    letter = render_letter(message)
    assert "<script>" not in letter.html
    assert "<img" not in letter.html
    assert "&lt;b&gt;10&lt;/b&gt;" in letter.html
    assert "<b>10</b>" in letter.text


def test_where_a_detail_is_missing_the_line_is_left_out_and_the_subject_is_the_shipped_one() -> None:
    write(subject="Now {{ balance }}", body="{{ amount }} came.\nNow you have {{ balance }}.")
    letter = render_letter(make_message(context={"amount": "€10.00"}))
    assert letter.subject == "€10.00 added to your wallet"
    assert "€10.00 came.\n" in letter.text
    assert "Now you have" not in letter.text + letter.html


def test_a_text_of_which_nothing_is_left_is_the_one_that_ships() -> None:
    write(body="{{ amount }}: {{ balance }}")
    letter = render_letter(make_message(context={"amount": "€10.00"}))
    assert "has been added to your wallet" in letter.text
    assert "has been added to your wallet" in letter.html


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"body": "{{ amount }} {{ secret }}"}, "body", "knows no {{ secret }}"),
        ({"subject": "{{ url }}"}, "subject", "knows no {{ url }}"),
        ({"body": "{{ amount }} {% now 'Y' %}"}, "body", "are not possible here"),
        ({"body": "{{ amount }} and {{ balance"}, "body", "Each name is one word"),
        ({"body": "Thank you."}, "body", "The customer must be told {{ amount }}."),
        ({"language": "de"}, "subject", "does not speak this language"),
        ({"kind": Kind.RETURN_STATUS, "body": "{{ state }}"}, "body", "knows no {{ state }}"),
    ],
)
def test_a_text_that_would_go_wrong_is_refused_and_nothing_is_kept(
    changes: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(BadText) as refusal:
        write(**changes)
    assert words in " ".join(refusal.value.mistakes[field])
    assert not MessageText.objects.exists()


def test_each_change_is_a_version_and_the_shipped_text_comes_back() -> None:
    author = make_staff()
    write(author_id=author.pk)
    write(subject="{{ amount }} is yours", after=1)
    assert render_letter(make_message()).subject == "€10.00 is yours"
    take_text_back(kind=Kind.MONEY_ADDED, language="en", after=2, author_id=author.pk)
    assert own_text(Kind.MONEY_ADDED, "en") is None
    assert render_letter(make_message(dedupe_key="b")).subject == "€10.00 added to your wallet"
    versions = text_versions(Kind.MONEY_ADDED, "en")
    assert [(one.number, one.is_shipped) for one in versions] == [(3, True), (2, False), (1, False)]
    assert versions[-1].author == author


def test_who_did_not_see_the_newest_version_changes_nothing() -> None:
    write()
    with pytest.raises(TextChangedMeanwhile):
        write(subject="{{ amount }} again")
    assert [one.subject for one in MessageText.objects.all()] == ["{{ amount }} came"]


def test_of_two_who_save_at_once_one_is_told() -> None:
    author = make_staff().pk
    results = at_once(lambda: write(author_id=author), times=2)
    assert kinds(results) == {"MessageText": 1, "TextChangedMeanwhile": 1}
    assert MessageText.objects.count() == 1


def test_the_database_refuses_tags_too() -> None:
    write()
    with pytest.raises(IntegrityError, match="text_has_no_template_tags"), transaction.atomic():
        MessageText.objects.create(
            kind="money_added", language="en", number=2, body="{% x %}", author=make_staff()
        )
    with pytest.raises(IntegrityError, match="texts_count_from_one"), connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_messagetext SET number = 0")


@pytest.mark.parametrize("language", ["en", "bg"])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_ships_can_be_saved_as_it_is_shown(kind: Kind, language: str) -> None:
    """Else staff could not begin with it. A missing name: see REQUIRED_NAMES."""
    subject, body = shipped_text(kind, language)
    write(kind=kind, language=language, subject=subject, body=body)


def test_a_test_goes_to_whoever_tries_it(mail_server: MailServer) -> None:
    staff = make_staff(name="Ada Keeper")
    own = MessageText(kind=Kind.MONEY_ADDED, language="en", subject="{{ amount }} came", body=BODY)
    send_test_letter(message=sample_message(Kind.MONEY_ADDED, staff), own=own, to=staff.email)
    (letter,) = mail_server.letters
    subject = str(make_header(decode_header(letter["Subject"])))
    assert (letter["To"], subject) == (staff.email, "[Test] €25.00 came")
    assert not MessageText.objects.exists()


def test_a_mail_server_that_refuses_is_said(mail_server: MailServer) -> None:
    mail_server.answers["RCPT"] = "550 no"
    staff = make_staff()
    with pytest.raises(DeliveryError):
        send_test_letter(message=sample_message(Kind.MONEY_ADDED, staff), own=None, to=staff.email)
