"""`manage.py create_api_key`."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from tests.factories.wallets import make_staff, make_user
from wallet_project.api_access.models import ApiKey

pytestmark = pytest.mark.django_db


def make(*options: str) -> None:
    call_command("create_api_key", "My shop", "--scope", "wallets:write", *options)


def test_a_key_acts_for_the_store_itself(capsys):
    make("--days", "90", "--network", "203.0.113.0/24")
    key = ApiKey.objects.get()
    assert (key.name, key.scopes, key.acts_for) == ("My shop", ["wallets:write"], None)
    assert key.allowed_networks == ["203.0.113.0/24"]
    assert key.expires_at is not None
    text, told = capsys.readouterr()
    assert text.startswith(f"sw_{key.prefix}_")
    assert text.strip() not in told


def test_or_for_a_member_of_staff(capsys):
    clerk = make_staff()
    make("--acts-for", clerk.email.upper())
    assert ApiKey.objects.get().acts_for == clerk


@pytest.mark.parametrize("who", ["nobody", "a customer", "somebody who has left"])
def test_for_nobody_else(who):
    person = make_user() if who == "a customer" else make_staff()
    if who == "somebody who has left":
        get_user_model().objects.filter(pk=person.pk).update(is_active=False)
    email = "nobody@example.com" if who == "nobody" else person.email
    with pytest.raises(CommandError, match=f"{email} is no active member of staff"):
        make("--acts-for", email)
    assert not ApiKey.objects.exists()


def test_what_it_can_not_be_is_said_in_one_line():
    with pytest.raises(CommandError) as refused:
        make("--network", "not a network")
    assert "\n" not in str(refused.value)
    assert not ApiKey.objects.exists()
