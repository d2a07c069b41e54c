"""One row by unique values, as Django reads it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.forms.models import model_to_dict
from djmoney.money import Money

from tests.factories.wallets import make_user, make_wallet
from tests.support.api import api_key
from wallet_project.api_access.models import ApiKey
from wallet_project.core.prepared import fetch_one
from wallets.models import Wallet

pytestmark = pytest.mark.django_db
RELATED = ("customer", "available_account", "held_account")


def test_the_row_is_the_one_that_django_reads():
    user = make_user(reference="shop-1", name="Ada")
    found = fetch_one(get_user_model(), reference="shop-1", is_active=True)
    assert (found, found._state.adding, found._state.db) == (user, False, "default")
    assert model_to_dict(found) == model_to_dict(get_user_model().objects.get(pk=user.pk))


def test_every_kind_of_field_is_read_as_django_reads_it():
    api_key("wallets:read", allowed_networks=["10.0.0.0/8"])
    key = ApiKey.objects.get()
    found = fetch_one(ApiKey, prefix=key.prefix)
    fields = [field.attname for field in ApiKey._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(key, name) for name in fields]


def test_what_it_refers_to_comes_with_it_in_one_query(query_count):
    wallet = make_wallet("12.50")
    owner = wallet.customer
    with query_count(1):
        found = fetch_one(Wallet, *RELATED, pk=wallet.pk)
        assert (found.customer, found.available) == (owner, Money("12.50", "EUR"))


def test_all_values_must_be_the_rows():
    wallet, other = make_wallet("1"), make_user()
    assert fetch_one(Wallet, *RELATED, pk=wallet.pk, customer_id=wallet.customer_id) == wallet
    assert fetch_one(Wallet, *RELATED, pk=wallet.pk, customer_id=other.pk) is None
    assert fetch_one(Wallet, *RELATED, pk=uuid4()) is None


def test_a_value_is_a_value_and_never_a_part_of_the_query():
    make_user(reference="shop-1")
    assert fetch_one(get_user_model(), reference="' OR ''='") is None
