from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from notifications.enums import Kind
from notifications.samples import sample_message
from notifications.texts import CONTEXT_NAMES, render_letter
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user

FOLDER = Path(settings.BASE_DIR) / "templates" / "notifications"
EVERYWHERE = {"recipient", "store", "site_url", "subject", "name", "label", "value", "language"}
USED = re.compile(r"{{ ([a-z_]+)|{% if ([a-z_]+)| value=([a-z_]+)")

pytestmark = pytest.mark.django_db


def names_in(kind: Kind) -> set[str]:
    texts = [(FOLDER / f"{kind}.{suffix}").read_text() for suffix in ("txt", "html", "subject.txt")]
    return {name for text in texts for found in USED.findall(text) for name in found if name}


@pytest.mark.parametrize("kind", Kind)
def test_templates_use_only_what_enqueuers_are_told_to_give(kind: Kind) -> None:
    assert names_in(kind) - EVERYWHERE <= CONTEXT_NAMES[kind]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_all_that_it_was_given(kind: Kind) -> None:
    given = {name: f"<{name}>" for name in CONTEXT_NAMES[kind] - {"url"}}
    letter = render_letter(make_message(kind=kind, context=given))
    assert "\n" not in letter.subject
    assert all(value in letter.text for value in given.values())
    assert all(f"&lt;{name}&gt;" in letter.html for name in given)
    assert "{{" not in letter.text + letter.html


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_bears_a_missing_detail(kind: Kind) -> None:
    letter = render_letter(make_message(kind=kind, context={}))
    assert letter.subject
    assert "None" not in letter.text


def test_html_in_a_note_is_text() -> None:
    """Attack 23."""
    note = '<img src=x onerror="alert(1)"> & so on'
    letter = render_letter(
        make_message(kind=Kind.CREDITED_BY_STORE, context={"amount": "€1.00", "note": note})
    )
    assert "<img" not in letter.html
    assert note in letter.text


def test_a_line_break_in_a_detail_makes_no_header() -> None:
    letter = render_letter(make_message(kind=Kind.ORDER_PAID, context={"order": "1\r\nBcc: a@example.com"}))
    assert letter.subject == "Order 1 Bcc: a@example.com is paid"


@pytest.mark.parametrize("kind", Kind)
def test_nothing_in_a_letter_is_loaded_from_elsewhere(kind: Kind) -> None:
    html = render_letter(sample_message(kind, make_user())).html
    assert not re.search(r"<(img|script|link|iframe|video|object|embed)|url\(|@import|src=", html)


def test_links_lead_to_the_store(settings: Any) -> None:
    settings.SITE_URL = "https://shop.example"
    letter = render_letter(make_message(context={"amount": "€1.00", "url": "/wallet/?a=1&b=2"}))
    assert "https://shop.example/wallet/?a=1&b=2" in letter.text
    assert 'href="https://shop.example/wallet/?a=1&amp;b=2"' in letter.html


def test_the_letter_is_in_the_language_of_its_recipient() -> None:
    html = render_letter(make_message(recipient=make_user(locale="bg"))).html
    assert '<html lang="bg">' in html
