"""Texts in the admin: written, looked at, tried, taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from notifications.enums import Kind
from notifications.models import MessageText
from notifications.own_texts import shipped_text
from tests.factories.notifications import make_message
from tests.factories.wallets import make_staff
from tests.support.smtp import MailServer
from tests.support.staff import make_role

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "admin:notifications_messagetext_changelist"
PAGE = reverse("admin:notifications_messagetext_write", args=["money_added", "en"])
PREVIEW = reverse("admin:notifications_messagetext_preview", args=["money_added", "en"])
READ, WRITE = "notifications.view_messagetext", "notifications.change_messagetext"
GOOD = {"subject": "{{ amount }} came", "body": "Look: {{ amount }}!", "after": "0", "do": "save"}


def log_in(*permissions: str, **fields: Any) -> Client:
    client = Client()
    client.force_login(make_staff(*permissions, **fields))
    return client


def html_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_says_what_is_the_stores_own(django_assert_max_num_queries: Any) -> None:
    client = log_in(READ)
    assert ">Your own</a>" not in html_of(client.get(reverse(LIST)))
    log_in(WRITE).post(PAGE, GOOD)
    with django_assert_max_num_queries(9):
        page = html_of(client.get(reverse(LIST)))
    assert page.count(">Your own</a>") == 1
    assert page.count(">As shipped</a>") == len(Kind) * 2 - 1


def test_a_page_begins_with_what_ships_and_shows_names_and_examples() -> None:
    page = html_of(log_in(WRITE).get(PAGE))
    assert "{{ amount }} added to your wallet" in page
    assert re.search(r"<code>{{ amount }}</code>\s*<span[^>]*>must be told</span>", page)
    assert "€25.00" in page


def test_saving_what_ships_writes_no_text_of_ones_own() -> None:
    subject, body = shipped_text(Kind.MONEY_ADDED, "en")
    log_in(WRITE).post(PAGE, {**GOOD, "subject": subject, "body": body.replace("\n", "\r\n")})
    assert [(one.subject, one.body) for one in MessageText.objects.all()] == [("", "")]


def test_a_saved_text_is_shown_with_its_versions_and_who_wrote_them() -> None:
    client = log_in(WRITE, email="ada@example.com")
    page = html_of(client.post(PAGE, GOOD, follow=True))
    assert "Saved. Messages say this from now on." in page
    assert "ada@example.com" in page
    assert LogEntry.objects.count() == 1
    client.post(PAGE, {**GOOD, "subject": "Other: {{ amount }}", "after": "1"})
    assert 'value="{{ amount }} came"' in html_of(client.get(PAGE, {"version": "1"}))
    page = html_of(client.post(PAGE, {"do": "take_back", "after": "2"}, follow=True))
    assert "Messages say what ships again." in page
    assert MessageText.objects.get(number=3).is_shipped


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"body": "{{ amount }} {{ balnce }}"}, "body", "knows no {{ balnce }}"),
        ({"body": "{{ amount }} {% load x %}"}, "body", "are not possible here"),
        ({"body": "Hello"}, "body", "must be told {{ amount }}"),
        ({"subject": "{{ amount"}, "subject", "Each name is one word"),
        ({"subject": "x" * 151}, "subject", "at most 150"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_saved(
    changes: dict[str, str], field: str, words: str
) -> None:
    answer = log_in(WRITE).post(PAGE, {**GOOD, **changes})
    assert answer.status_code == 422
    shown = html_of(answer)
    assert words in shown[shown.index(f'id="id_{field}_error"') :][:600]
    assert not MessageText.objects.exists()


def test_who_was_overtaken_keeps_what_they_wrote() -> None:
    log_in(WRITE).post(PAGE, GOOD)
    answer = log_in(WRITE).post(PAGE, {**GOOD, "subject": "Mine: {{ amount }}"})
    assert answer.status_code == 422
    assert "Somebody else has changed this text meanwhile" in html_of(answer)
    assert 'value="Mine: {{ amount }}"' in html_of(answer)
    assert MessageText.objects.count() == 1


def test_a_test_goes_to_me_and_saves_nothing(mail_server: MailServer) -> None:
    page = html_of(log_in(WRITE, email="ada@example.com").post(PAGE, {**GOOD, "do": "test"}))
    assert "Sent to ada@example.com. Nothing was saved." in page
    assert 'value="{{ amount }} came"' in page
    assert [letter["To"] for letter in mail_server.letters] == ["ada@example.com"]
    assert not MessageText.objects.exists()
    mail_server.answers["RCPT"] = "550 no"
    assert "The letter could not be sent" in html_of(log_in(WRITE).post(PAGE, {**GOOD, "do": "test"}))


def test_a_preview_shows_the_draft_in_both_themes_and_runs_nothing() -> None:
    client = log_in(WRITE)
    light = client.post(f"{PREVIEW}?as=light", GOOD)
    assert "Look: €25.00!" in html_of(light)
    assert "@media not all" in html_of(light)
    assert "@media all" in html_of(client.post(f"{PREVIEW}?as=dark", GOOD))
    assert "€25.00 came" in html_of(client.post(f"{PREVIEW}?as=text", GOOD))
    policy = light.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert light.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert not MessageText.objects.exists()
    wrong = client.post(PREVIEW, {**GOOD, "body": "{{ x }}"})
    assert (wrong.status_code, "knows no {{ x }}" in html_of(wrong)) == (422, True)


def test_the_preview_has_real_details_only_for_whoever_may_read_messages() -> None:
    message = make_message(context={"amount": "€77.00", "balance": "€80.00"})
    assert "€77.00" not in html_of(log_in(WRITE).get(PREVIEW))
    seen = html_of(log_in(WRITE, "notifications.view_outboxmessage").get(PREVIEW))
    assert "€77.00" in seen
    assert message.recipient.get_short_name() not in seen


def test_who_may_only_read_changes_and_sends_nothing(mail_server: MailServer) -> None:
    client = log_in(READ)
    assert "Send a test to me" not in html_of(client.get(PAGE))
    for do in ("save", "test", "take_back"):
        assert client.post(PAGE, {**GOOD, "do": do}).status_code == 403
    assert (MessageText.objects.count(), mail_server.letters) == (0, [])


def test_without_a_permission_there_is_nothing_to_see() -> None:
    client = log_in("wallets.view_wallet")
    for address in (reverse(LIST), PAGE, PREVIEW):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("path", ["nothing/en", "money_added/de", "money_added/EN"])
def test_a_kind_or_a_language_that_is_none_is_not_found(path: str) -> None:
    assert log_in(WRITE).get(f"{reverse(LIST)}{path}/").status_code == 404


@pytest.mark.parametrize(("role", "may"), [("Support", False), ("Operations", True), ("Finance", True)])
def test_roles(role: str, may: bool) -> None:
    member = make_role(role)
    assert (member.has_perm(READ), member.has_perm(WRITE)) == (True, may)
