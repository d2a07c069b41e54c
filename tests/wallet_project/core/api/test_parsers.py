"""Bodies that are no JSON, or that nobody could write down."""

import pytest

from tests.factories.wallets import balances, make_wallet
from tests.support.api import as_store, money, problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["reason", "note", "\ud800"])
def test_half_a_character_is_refused_in_words(field):
    wallet = make_wallet("5")
    body = {"amount": money("1.00"), "reason": "goodwill"} | {field: "\ud800"}
    answer = as_store().post(f"/wallets/{wallet.pk}/credits/", body)
    assert problem(answer) == (400, "malformed_request")
    assert balances(wallet) == ("5.00", "0.00")
