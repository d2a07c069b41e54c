from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.factories.wallets import make_user, make_wallet
from wallets.models import LowBalanceAlert

pytestmark = pytest.mark.django_db

ADDRESS = "wallets:low_balance"


def test_a_customer_chooses_an_amount_and_takes_it_back(as_customer: Any) -> None:
    wallet = make_wallet("20.00")
    client = as_customer(wallet.customer)
    saved = client.post(reverse(ADDRESS), {"threshold": "12.50"}, follow=True).content.decode()
    assert "We tell you when your balance falls below €12.50." in saved
    assert LowBalanceAlert.objects.get(pk=wallet.pk).threshold == 1250
    assert 'value="12.50"' in client.get(reverse(ADDRESS)).content.decode()
    client.post(reverse(ADDRESS), {"threshold": " "})
    assert not LowBalanceAlert.objects.exists()


@pytest.mark.parametrize("typed", ["0", "-1", "1.005", "1e3", "NaN", "１２", "much"])
def test_what_is_no_amount_stays_in_the_field_with_words_beside_it(as_customer: Any, typed: str) -> None:
    wallet = make_wallet("20.00")
    answer = as_customer(wallet.customer).post(reverse(ADDRESS), {"threshold": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not LowBalanceAlert.objects.exists()


def test_another_currency_has_its_own(as_customer: Any) -> None:
    wallet = make_wallet("500", "JPY")
    as_customer(wallet.customer).post(f"{reverse(ADDRESS)}?currency=JPY", {"threshold": "100"})
    assert LowBalanceAlert.objects.get(pk=wallet.pk).threshold == 100


def test_without_a_wallet_there_is_no_such_page(as_customer: Any) -> None:
    make_wallet("20.00")
    assert as_customer(make_user()).post(reverse(ADDRESS), {"threshold": "1"}).status_code == 404
    assert not LowBalanceAlert.objects.exists()
