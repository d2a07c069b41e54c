"""Customers whom another system brings along: known by its reference, never joined by e-mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from rewards.exceptions import CustomerConflict
from rewards.models import RewardWallet
from rewards.services import EnsuredCustomer, ensure_customer
from tests.factories.wallets import make_user
from tests.support.threads import at_once, kinds
from tests.wallets.services.overtaking import overtaken
from wallets.ledger.models import LedgerAccount
from wallets.models import Wallet

pytestmark = pytest.mark.django_db


def ensure(**fields: Any) -> EnsuredCustomer:
    return ensure_customer(**{"reference": "crm-7", "email": "ann@example.com", "name": "Ann"} | fields)


def rest() -> tuple[Any, ...]:
    """Everything that a refusal must leave as it was."""
    users = list(get_user_model().objects.order_by("pk").values_list("pk", "email", "reference", "name"))
    return users, Wallet.objects.count(), RewardWallet.objects.count(), LedgerAccount.objects.count()


def test_who_is_new_has_all_wallets_and_can_not_log_in_yet() -> None:
    ensured = ensure(name="  Ann ", locale="bg")
    customer = get_user_model().objects.get()
    assert (ensured.customer, ensured.is_new) == (customer, True)
    assert (customer.reference, customer.email, customer.name) == ("crm-7", "ann@example.com", "Ann")
    assert (customer.locale, customer.has_usable_password(), customer.is_staff) == ("bg", False, False)
    assert list(Wallet.objects.values_list("customer_id", "currency")) == [(customer.pk, "EUR")]
    rewards = RewardWallet.objects.values_list("customer_id", "currency").order_by("currency")
    assert list(rewards) == [(customer.pk, "EUR"), (customer.pk, "PTS")]


def test_without_a_language_it_is_the_stores() -> None:
    assert ensure().customer.locale == settings.LANGUAGE_CODE


def test_who_is_known_by_the_reference_stays_as_they_are() -> None:
    first = ensure().customer
    before = rest()
    again = ensure(email="another@example.com", name="Anna", locale="bg")
    assert (again.customer.pk, again.is_new) == (first.pk, False)
    assert rest() == before


@pytest.mark.parametrize("reference", [None, "crm-8"])
@pytest.mark.parametrize("email", ["ann@example.com", "ANN@Example.com"])
def test_nobody_is_joined_to_an_account_by_its_e_mail(reference: str | None, email: str) -> None:
    make_user(email="ann@example.com", reference=reference)
    before = rest()
    with pytest.raises(CustomerConflict) as refused:
        ensure(email=email)
    assert refused.value.code == "customer_conflict"
    assert rest() == before


@pytest.mark.django_db(transaction=True)
def test_brought_along_ten_times_at_once_it_is_one_customer() -> None:
    results = at_once(ensure, times=10)
    assert kinds(results) == {"EnsuredCustomer": 10}
    assert {result.customer.pk for result in results} == {get_user_model().objects.get().pk}
    assert [result.is_new for result in results].count(True) == 1
    assert (Wallet.objects.count(), RewardWallet.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_who_is_being_made_by_another_is_the_answer() -> None:
    second = overtaken(ensure, lambda: ensure(email="ann@example.org"))
    assert (second.customer, second.is_new) == (get_user_model().objects.get(), False)
    assert second.customer.email == "ann@example.com"


@pytest.mark.django_db(transaction=True)
def test_an_e_mail_that_another_is_just_taking_is_somebody_elses() -> None:
    second = overtaken(ensure, lambda: ensure(reference="crm-8"))
    assert isinstance(second, CustomerConflict)
    assert get_user_model().objects.get().reference == "crm-7"
    assert (Wallet.objects.count(), RewardWallet.objects.count()) == (1, 2)
