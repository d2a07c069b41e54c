import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.wallets import balances, make_user, make_wallet
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict
from wallets.models import Wallet
from wallets.services import credit_rescued_payment, freeze_wallet

pytestmark = pytest.mark.django_db


def rescue(customer, amount="12.50", key="tender-1"):
    return credit_rescued_payment(
        customer_id=customer.pk, amount=Money(amount, "EUR"), key=key, order_reference="1000042"
    )


def test_a_rescued_payment_goes_to_the_wallet_once_and_the_customer_is_told():
    wallet = make_wallet("5")
    assert not rescue(wallet.customer).replayed
    assert rescue(wallet.customer).replayed
    assert balances(wallet) == ("17.50", "0.00")
    message = OutboxMessage.objects.get(kind="payment_rescued")
    assert details_of(message) == {"amount": "€12.50", "order": "1000042"}


def test_a_rescued_payment_opens_a_wallet_where_there_is_none():
    user = make_user()
    rescue(user)
    assert balances(Wallet.objects.get(customer=user)) == ("12.50", "0.00")


def test_a_frozen_wallet_still_gets_what_is_the_customers():
    wallet = make_wallet()
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    rescue(wallet.customer)
    assert balances(wallet) == ("12.50", "0.00")


def test_another_amount_under_the_same_key_is_a_conflict():
    wallet = make_wallet()
    rescue(wallet.customer)
    with pytest.raises(IdempotencyConflict):
        rescue(wallet.customer, "13")
    with pytest.raises(AmountOutOfRange):
        rescue(wallet.customer, "-1", key="tender-2")
    assert balances(wallet) == ("12.50", "0.00")
