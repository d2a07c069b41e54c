"""Whatever customers read is there in English and in Bulgarian."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Message
from django.utils import translation

from notifications.digest_letter import render_digest
from notifications.enums import PROMOTIONAL_GROUPS, Group, Kind
from notifications.kinds import kinds_of
from notifications.own_texts import REQUIRED_NAMES, names_of, shipped_text
from notifications.samples import sample_message, sample_value
from notifications.texts import CONTEXT_NAMES, render_letter
from notifications.wording import names_in
from tests.factories.wallets import make_user
from tools import catalog

TRANSLATE = "Run `make words`, then translate what is empty in wallet_project/locale/bg/LC_MESSAGES/django.po"
# What is written the same in both languages.
SAME = re.compile(r"{{ \w+ }}|\bwebhook\b|\bERP\b", re.IGNORECASE)


def messages() -> list[Message]:
    return [message for message in catalog.read(catalog.CATALOG) if message.id]


def test_every_string_of_these_pages_is_translated() -> None:
    known = {(message.id, message.context) for message in messages() if catalog.is_translated(message)}
    missing = sorted(
        {f"{found.path}: {found.id}" for found in catalog.strings() if (found.id, found.context) not in known}
    )
    assert not missing, f"{TRANSLATE}, and run it again:\n" + "\n".join(missing)


def test_nothing_in_the_catalog_is_of_the_past() -> None:
    used = {(found.id, found.context) for found in catalog.strings()}
    gone = [message.id for message in messages() if (message.id, message.context) not in used]
    assert not gone, f"Run `make words`: it drops {gone}"


def test_both_languages_use_the_same_names() -> None:
    wrong = {message.id: names for message in messages() if (names := catalog.differing_names(message))}
    assert not wrong, f"In django.po, give each translation the names of its original: {wrong}"


@pytest.mark.parametrize("po", catalog.po_files(), ids=lambda po: str(po.relative_to(catalog.ROOT)))
def test_what_is_used_is_what_was_written(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == catalog.compiled(po), "Run `make words`: the .mo is old."


@pytest.mark.parametrize("kind", Kind)
def test_the_texts_of_a_kind_are_bulgarian_and_say_what_the_english_ones_say(kind: Kind) -> None:
    english, bulgarian = ("\n".join(shipped_text(kind, language)) for language in ("en", "bg"))
    left = re.findall(r"[A-Za-z]{2,}", SAME.sub("", bulgarian))
    assert not left, f"Mark it for translation in templates/notifications/{kind}.*, then: {TRANSLATE}: {left}"
    assert set(names_in(english)) == set(names_in(bulgarian))


@pytest.mark.parametrize("thing", [*Kind, *Group])
def test_kinds_and_groups_have_bulgarian_names(thing: Kind | Group) -> None:
    with translation.override("bg"):
        assert re.search("[а-я]", str(thing.label)), f"{TRANSLATE}: {thing.label}"


@pytest.mark.parametrize("kind", Kind)
def test_every_name_of_a_kind_has_a_value_to_show(kind: Kind) -> None:
    for name in CONTEXT_NAMES[kind]:
        try:
            sample_value(kind, name)
        except KeyError:
            pytest.fail(f"Give {name!r} of {kind.value!r} a value in notifications/samples.py")


@pytest.mark.parametrize("kind", Kind)
def test_what_an_own_text_must_say_is_something_that_it_may_say(kind: Kind) -> None:
    assert REQUIRED_NAMES.get(kind, frozenset()) <= names_of(kind)
    assert not CONTEXT_NAMES[kind] & {"customer", "store"}, "These names are every text's: choose another."


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_a_bulgarian_letter_has_no_english_in_it(kind: Kind) -> None:
    """The greeting, the button and the foot too."""
    reader = make_user(locale="bg", name="Мира Петрова", email="mira@example.com")
    assert not english_in(render_letter(sample_message(kind, reader)).html)


@pytest.mark.django_db
def test_a_bulgarian_digest_has_no_english_in_it() -> None:
    reader = make_user(locale="bg", name="Мира Петрова")
    kinds = kinds_of(*PROMOTIONAL_GROUPS)
    html = render_digest(reader, [sample_message(kind, reader) for kind in kinds]).html
    assert not english_in(html)
    assert "изтича" in html


def english_in(html: str) -> list[str]:
    """Words in Latin letters that are no names."""
    text = re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", html, flags=re.S)
    allowed = (
        r"Kettle &amp; Thyme|mira@example.com|Firefox|Windows|Visa|EUR|ERP|UTC|Webhook|webhook|Moka pot|mug"
    )
    return re.findall(r"[A-Za-z]{2,}", re.sub(rf"{allowed}|Stoneware", "", text))
