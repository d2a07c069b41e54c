"""Keys that have called a moment ago are not asked for again; for how long, and which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.wallets import make_staff
from wallet_project.api_access import remembered
from wallet_project.api_access.keys import read_key
from wallet_project.api_access.models import ApiKey
from wallet_project.api_access.services import create_api_key, find_api_key, revoke_api_key, rotate_api_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Nobody is remembered at first, and time stands still until a test moves it."""
    monkeypatch.setattr(remembered, "SECONDS", 0.25)
    monkeypatch.setattr(remembered, "_keys", {})
    now = [100.0]
    monkeypatch.setattr(remembered, "monotonic", lambda: now[0])
    return now


def made(**more):
    return create_api_key(name="shop", scopes=["wallets:read"], **more)


def found(text):
    return find_api_key(text, address="127.0.0.1", now=timezone.now())


def test_a_key_is_asked_for_once_in_a_quarter_of_a_second(clock, django_assert_num_queries):
    key, text = made()
    with django_assert_num_queries(1):
        assert [found(text).pk, found(text).pk] == [key.pk, key.pk]
    clock[0] += remembered.SECONDS
    with django_assert_num_queries(1):
        assert found(text).pk == key.pk


def test_what_another_process_revokes_is_known_a_quarter_of_a_second_later(clock):
    key, text = made()
    assert found(text)
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=timezone.now())
    assert found(text)
    clock[0] += remembered.SECONDS
    assert found(text) is None


def test_what_is_revoked_here_is_forgotten_at_once():
    key, text = made()
    assert found(text)
    revoke_api_key(key_id=key.pk, now=timezone.now())
    assert found(text) is None


def test_what_is_replaced_here_is_asked_for_anew():
    key, text = made()
    assert found(text).expires_at is None
    rotate_api_key(key_id=key.pk, now=timezone.now())
    assert found(text).expires_at is not None


def test_a_remembered_key_is_still_checked():
    _key, text = made(allowed_networks=["127.0.0.1/32"])
    assert found(text)
    assert find_api_key(text, address="203.0.113.9", now=timezone.now()) is None
    assert found(text[:-1] + ("a" if text[-1] != "a" else "b")) is None


def test_a_remembered_key_ends_when_it_ends():
    key, text = made(expires_at=timezone.now() + timedelta(hours=1))
    assert found(text)
    assert find_api_key(text, address="127.0.0.1", now=key.expires_at) is None


def test_a_key_that_acts_for_somebody_is_asked_for_each_time():
    staff = make_staff()
    _key, text = made(acts_for_id=staff.pk)
    assert found(text)
    type(staff).objects.filter(pk=staff.pk).update(is_active=False)
    assert found(text) is None


def test_what_is_no_key_is_not_remembered():
    _key, text = made()
    prefix = read_key(text).prefix
    ApiKey.objects.all().delete()
    assert (found(text), prefix in remembered._keys) == (None, False)


def test_only_so_many_are_remembered(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 2)
    texts = [made()[1] for _ in range(3)]
    assert all(found(text) for text in texts)
    assert len(remembered._keys) == 1
