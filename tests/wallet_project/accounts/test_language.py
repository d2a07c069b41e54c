"""The language that a person has chosen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.wallets import PASSWORD, make_user
from wallet_project.accounts.exceptions import LanguageNotSpoken
from wallet_project.accounts.models import User
from wallet_project.accounts.services import set_language

pytestmark = pytest.mark.django_db
PROFILE, INBOX = "/account/profile/", "/messages/"
BULGARIAN = {"Accept-Language": "bg"}


def test_pages_are_in_the_language_of_the_customer_whatever_the_browser_says(as_customer: Any) -> None:
    reads = as_customer(make_user(locale="bg")).get(INBOX, headers={"Accept-Language": "en"})
    assert "Вашите съобщения" in reads.content.decode()
    assert reads.headers["Content-Language"] == "bg"
    assert "Your messages" in as_customer(make_user()).get(INBOX, headers=BULGARIAN).content.decode()


def test_a_guest_is_spoken_to_in_the_language_of_the_browser() -> None:
    assert '<html lang="bg">' in Client().get("/", headers=BULGARIAN).content.decode()


def test_it_is_chosen_on_the_profile_page_and_answered_in_at_once(as_customer: Any) -> None:
    user = make_user()
    client = as_customer(user)
    page = client.get(PROFILE).content.decode()
    assert "Български" in page or "български" in page
    answer = client.post(PROFILE, {"language": "bg", "birthday": ""}, follow=True).content.decode()
    assert "Запазено." in answer
    assert User.objects.get(pk=user.pk).locale == "bg"


def test_a_language_that_the_shop_does_not_speak_is_refused(as_customer: Any) -> None:
    user = make_user()
    assert as_customer(user).post(PROFILE, {"language": "de"}).status_code == 422
    with pytest.raises(LanguageNotSpoken):
        set_language(user_id=user.pk, language="de")
    assert User.objects.get(pk=user.pk).locale == "en"


def test_who_signs_up_is_written_to_in_the_language_in_which_they_did() -> None:
    form = {"email": "new@example.com", "password1": PASSWORD}
    Client().post("/account/signup/", form, headers=BULGARIAN)
    assert User.objects.get(email="new@example.com").locale == "bg"
