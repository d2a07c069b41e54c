"""What a payment does that comes second, or whose gateway answers after somebody called it off."""

import pytest

from tests.factories.checkout import another_currency, pay, sales
from tests.factories.wallets import balances, credit, make_wallet
from tests.wallets.services.overtaking import overtaken
from wallet_project.checkout.exceptions import OrderHasPayment
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import IdempotencyConflict

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("key", "error"), [("k", IdempotencyConflict), ("other", OrderHasPayment)])
def test_the_same_key_or_order_in_another_currency_waits_for_the_first_and_is_refused(key, error, shop):
    """Another currency is another wallet's lock: only the payment's own row stands in the way."""
    euros = make_wallet("50.00")
    yen = another_currency(euros, "JPY")
    credit(yen, "5000")
    refused = overtaken(
        lambda: pay(euros, "20.00", key="k", order_reference="1"),
        lambda: pay(yen, "2000", key=key, order_reference="1"),
    )
    assert type(refused) is error
    assert (balances(euros), balances(yen)) == (("30.00", "0.00"), ("5000", "0"))
    assert (sales("EUR"), sales("JPY"), Payment.objects.count(), shop.paid) == (2000, 0, 1, ["1"])
