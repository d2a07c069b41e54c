"""Customers whom another system brings along, over REST."""

import pytest
from django.contrib.auth import get_user_model

from tests.factories.wallets import make_user
from tests.support.api import as_store, problem
from wallets.models import Wallet

pytestmark = pytest.mark.django_db
ANN = {"reference": "crm-7", "email": "ann@example.com", "name": "Ann"}


def test_the_second_call_answers_with_who_was_there_as_they_are():
    store = as_store()
    made, again = (store.post("/customers/", {**ANN, "name": name}) for name in ("Ann", "Anna"))
    assert (made.status_code, again.status_code) == (201, 200)
    assert again.json() == made.json()
    assert (made.json()["name"], Wallet.objects.count()) == ("Ann", 1)


def test_the_e_mail_of_somebody_else_is_a_conflict_and_makes_nobody():
    make_user(email="ann@example.com")
    assert problem(as_store().post("/customers/", ANN)) == (409, "customer_conflict")
    assert (get_user_model().objects.filter(reference="crm-7").exists(), Wallet.objects.count()) == (False, 0)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": True}])
def test_a_reference_of_somebody_who_is_no_customer_any_more_is_not_found(fields):
    make_user(reference="crm-7", **fields)
    assert problem(as_store().post("/customers/", ANN)) == (404, "not_found")
    assert Wallet.objects.count() == 0
